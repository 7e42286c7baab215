import { describe, expect, it } from 'vitest';

import type { ReviewItem } from '../../lib/api/generated/ReviewItem';
import { decisionsFor } from './decisions';

const setAside = (cause: string, can_accept: boolean): ReviewItem => ({
  id: cause,
  person_id: null,
  person_name: null,
  at_ms: 0,
  body: {
    kind: 'set_aside',
    state: cause === 'apply_error' ? 'held' : 'quarantined',
    cause,
    said: {
      kind_code: 'delivery.record',
      date: null,
      outcome: null,
      boxes: null,
      doors: null,
      door: null,
    },
    by: 'Bu Tini',
    by_phone: '',
    phone: '',
    received_at_ms: null,
    can_accept,
  },
});

describe('one decision for many', () => {
  it('accepts only where each of them can be accepted', () => {
    const both = [setAside('revoked', true), setAside('out_of_scope', true)];
    expect(decisionsFor(both)).toEqual(['accept', 'settle']);
    expect(decisionsFor([...both, setAside('malformed', false)])).toEqual(['settle']);
  });

  it('is not offered for what the server itself will try again', () => {
    expect(decisionsFor([setAside('apply_error', false)])).toEqual([]);
  });
});
