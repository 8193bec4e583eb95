type Attributes = Readonly<Record<string, string | number | boolean | null>>;
type Child = Node | string | null;

const SVG = 'http://www.w3.org/2000/svg';

/** An element. Texts become text nodes, never markup. */
export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(name), attributes, children);
}

export function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

/** A button that does one thing. */
export function button(label: string, attributes: Attributes, press: () => void): HTMLButtonElement {
  const made = el('button', { type: 'button', ...attributes }, label);
  made.addEventListener('click', press);
  return made;
}

/** An element of the page that is there by design. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/** Replaces what is in `parent`; the focus stays, see {@link keepFocus}. */
export function replace(parent: Element, ...children: readonly Child[]): void {
  keepFocus(parent, () => parent.replaceChildren(...children.filter((child) => child !== null)));
}

/**
 * Whoever had the focus in `parent` has it afterwards on the element of the same key; where that is gone, on the row that
 * it was in; where that is gone too, on `parent`. Otherwise it would fall to the top of the page.
 */
export function keepFocus(parent: Element, change: () => void): void {
  const held = document.activeElement;
  const isInside = held !== null && held !== parent && parent.contains(held);
  const key = held?.getAttribute('data-key');
  const row = held?.closest('[data-id]')?.getAttribute('data-id');
  change();
  if (!isInside || parent.contains(held)) return;
  const again = (key && find(parent, 'data-key', key)) || (row && find(parent, 'data-id', row)) || parent;
  if (!focusOn(again)) focusOn(parent.closest('section') ?? parent);
}

function find(parent: Element, attribute: string, value: string): Element | null {
  return parent.querySelector(`[${attribute}="${CSS.escape(value)}"]`);
}

/** False where it cannot be focused, being empty or hidden. */
export function focusOn(element: Element): boolean {
  if (!(element instanceof HTMLElement)) return false;
  if (element.tabIndex < 0) element.tabIndex = -1;
  element.focus({ preventScroll: true });
  return document.activeElement === element;
}

/** True: the attribute without a value. False and null: no attribute. */
function fill<E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}
