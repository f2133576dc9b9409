type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element with attributes and children; text goes in as text, never as markup. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false)
      element.setAttribute(attribute, value === true ? '' : String(value));
  }
  element.append(...children);
  return element;
}

/** A button that does something when pressed. */
export function button(label: string, classes: string, press: () => void): HTMLButtonElement {
  const element = make('button', { type: 'button', class: `button ${classes}`.trim() }, label);
  element.addEventListener('click', () => press());
  return element;
}

/**
 * Put something beside the page, such as a dialog. It comes into a place of its own: where there are formulas, browsers
 * style all of an element anew into which something comes.
 */
export function putBeside(element: Element): void {
  let place = document.querySelector('#shell_beside');
  if (place === null) {
    place = make('div', { id: 'shell_beside' });
    document.body.append(place);
  }
  place.append(element);
}

/** The elements that match, in document order. */
export const all = (root: ParentNode, selector: string): HTMLElement[] => [
  ...root.querySelectorAll<HTMLElement>(selector),
];

/** What stands there, for where nothing but text can stand: of a formula its source. */
export function asText(element: Element | null | undefined): string {
  // A long text without formulas need not be copied.
  const copy = element?.querySelector('math') ? (element.cloneNode(true) as Element) : element;
  for (const formula of copy?.querySelectorAll('math') ?? [])
    formula.replaceWith(formula.querySelector('annotation')?.textContent ?? '');
  return copy?.textContent?.trim() ?? '';
}

/** What stands there, to be shown once more. */
export const copyOf = (element: Element | null | undefined): Node[] => [
  ...(element?.cloneNode(true).childNodes ?? []),
];

/** The language of an element's text (BCP 47). */
export const languageOf = (element: Element): string => element.closest<HTMLElement>('[lang]')?.lang || 'en';

let made = 0;

/** The element's id; one is made up where it has none. Underscores keep it apart from ids of the author. */
export function idOf(element: Element): string {
  if (element.id === '') element.id = `made_${++made}`;
  return element.id;
}

/** Move the focus to something that is not a control, and bring it into view. */
export function focusOn(element: HTMLElement): void {
  if (!element.hasAttribute('tabindex')) element.tabIndex = -1;
  element.focus({ preventScroll: true });
  element.scrollIntoView?.({ block: 'nearest' });
  const { top } = element.getBoundingClientRect();
  // What is higher than its frame may rightly begin above it.
  if (top >= 0) keepBelowHeader(top);
}

/** What an LMS may keep in sight at the top of its own page, over a frame that was scrolled there. */
const LMS_HEADER = 80;

/** Keep the top of our frame in sight: what is scrolled into view moves the page around the frame as well. */
export function showFrame(): void {
  keepBelowHeader(0);
}

/** Keep in sight what stands `within` pixels below the top of our frame: under the LMS's header, and not behind it. */
function keepBelowHeader(within: number): void {
  const frame = window.frameElement;
  const top = within + (frame?.getBoundingClientRect().top ?? LMS_HEADER);
  if (top < LMS_HEADER) frame?.ownerDocument.defaultView?.scrollBy(0, top - LMS_HEADER);
}

/** Bring an element to the top of the page, at once: what a moving page passes would count as read. */
export function toTop(element: HTMLElement): void {
  element.scrollIntoView?.({ block: 'start', behavior: 'instant' });
  showFrame();
}
