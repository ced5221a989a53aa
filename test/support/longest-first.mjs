// Starts the specs that take longest first, so that no core is idle while the other one ends the last of them.
import Sequencer from '@jest/test-sequencer';

/** Specs of half a minute and more on two cores, the longest first; a spec that is not here follows by its size. */
const LONGEST = [
  'test/isolation.spec.ts',
  'libs/themes/src/themes.spec.ts',
  'apps/web/src/merchant/photo-corpus.spec.ts',
  'libs/imports/src/products/product-imports.spec.ts',
  'apps/web/src/merchant/product-imports.spec.ts',
  'libs/platform/src/database/embedded/launch-postgres.spec.ts',
  'apps/web/src/account/account-browser.spec.ts',
  'libs/platform/src/media/picture-processor.spec.ts',
  'test/interleaving.spec.ts',
];

export default class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const at = LONGEST.findIndex((name) => path.endsWith(`/${name}`));
      return at < 0 ? LONGEST.length : at;
    };
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
}
