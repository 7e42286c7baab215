import { call } from './call';
import type { ReceiptVerify } from './generated/ReceiptVerify';
import type { ReceiptView } from './generated/ReceiptView';

export const receiptVerify = (args: ReceiptVerify) =>
  call<ReceiptView>({ command: 'receipt_verify', args });
