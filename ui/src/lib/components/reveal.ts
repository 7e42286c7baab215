/** Air above what was brought to the top. */
const GAP = 16;

/**
 * Brings what is asked now to the top of the screen. With the largest text the whole screen scrolls as
 * one, and the head would otherwise stand where the question should; elsewhere nothing moves.
 */
export function reveal(element: HTMLElement): void {
  const phone = element.closest('.phone');
  if (!phone || document.documentElement.dataset['text'] !== 'xl') return;
  const bring = () => {
    const undo = phone.querySelector('.undo')?.getBoundingClientRect().height ?? 0;
    const offset = element.getBoundingClientRect().top - phone.getBoundingClientRect().top;
    phone.scrollTop += offset - undo - GAP;
  };
  bring();
  // The first letters come in another font and are of another height.
  if (document.fonts?.status === 'loading') void document.fonts.ready.then(bring);
}
