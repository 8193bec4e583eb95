import { Html } from '../../html.ts';

/** Pictures by shape, so that none speaks by colour alone. All are drawn in the colour of their text. */
const SHAPES = {
  good: '<circle cx="12" cy="12" r="9.5"/><path d="M7.8 12.4l2.9 2.9 5.6-6"/>',
  note: '<circle cx="12" cy="12" r="9.5"/><path d="M12 11.2v5M12 7.6v.2"/>',
  warn: '<path d="M12 3.2 22 20.5H2z"/><path d="M12 9.8v4.6M12 17.2v.2"/>',
  bad: '<circle cx="12" cy="12" r="9.5"/><path d="m8.7 8.7 6.6 6.6m0-6.6-6.6 6.6"/>',
  brand: '<path d="M3 17.5 8.2 7l4.6 9.2"/><path d="m11 17.5 5-10.5 5 10.5"/>',
  refresh: '<path d="M20 11.5A8 8 0 1 0 18.2 17"/><path d="M20.5 5.5v6h-6"/>',
} as const;

export type MarkName = keyof typeof SHAPES;

export function mark(name: MarkName): Html {
  return new Html(
    `<svg class="mark" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${SHAPES[name]}</svg>`,
  );
}
