import Building from '@lucide/svelte/icons/building-2';
import Check from '@lucide/svelte/icons/check';
import CheckCheck from '@lucide/svelte/icons/check-check';
import CircleAlert from '@lucide/svelte/icons/circle-alert';
import CloudOff from '@lucide/svelte/icons/cloud-off';
import type { SendState } from '../../lib/api/generated/SendState';
import type { IconOf } from '../../lib/components/Icon.svelte';

/** Beside the words of a record's state, never instead of them. */
export const sendIcons: Record<SendState, IconOf> = {
  saved: Check,
  waiting: CloudOff,
  at_office: Building,
  sent: CheckCheck,
  retry: CircleAlert,
  review: CircleAlert,
};
