import { messages } from '../../../lib/i18n/index.svelte';
import { en } from './en';
import { id } from './id';

export const roundText = messages({ id, en });
