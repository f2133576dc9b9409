type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/**
 * What a learner enters into a block that is not alive yet: call back what this returns once it is, and the entries are
 * made again, as if they had been made just then.
 */
export function keepEntries(section: HTMLElement): (attach: () => void) => void {
  const touched = new Set<Control>();
  const note = ({ target }: Event) => void touched.add(target as Control);
  section.addEventListener('input', note);
  return (attach) => {
    section.removeEventListener('input', note);
    const entries = [...touched].map((control) => [control, read(control)] as const);
    attach();
    for (const [control, entry] of entries) {
      if (!section.contains(control) || control.disabled || read(control) === entry) continue;
      if (isMark(control)) control.checked = entry === true;
      else control.value = String(entry);
      for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true }));
    }
  };
}

const isMark = (control: Control): control is HTMLInputElement =>
  control instanceof HTMLInputElement && (control.type === 'radio' || control.type === 'checkbox');

const read = (control: Control): string | boolean => (isMark(control) ? control.checked : control.value);
