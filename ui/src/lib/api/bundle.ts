import { call } from './call';
import type { BundleRead } from './generated/BundleRead';
import type { BundleReadView } from './generated/BundleReadView';
import type { BundleView } from './generated/BundleView';

export const bundleExport = () => call<BundleView>({ command: 'bundle_export', args: {} });
export const bundleRead = (args: BundleRead) =>
  call<BundleReadView>({ command: 'bundle_read', args });
