/** A day of the athlete's calendar, `2026-11-20`. Counting is done in days since 1970, where no clock is ever changed. */
export type Day = string;

/** What a bar of the timeline stands for. */
export type Unit = 'day' | 'week' | 'month' | 'quarter';

const MILLISECONDS = 86_400_000;
/** 1970-01-05 was a Monday. */
const FIRST_MONDAY = 4;

export function dayNumber(day: Day): number {
  return Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / MILLISECONDS;
}

export function dayOf(number: number): Day {
  return new Date(number * MILLISECONDS).toISOString().slice(0, 10);
}

/** The first day of the unit that `day` lies in; weeks begin on Monday. */
export function startOf(unit: Unit, day: number): number {
  const iso = dayOf(day);
  switch (unit) {
    case 'day':
      return day;
    case 'week':
      return day - ((((day - FIRST_MONDAY) % 7) + 7) % 7);
    case 'month':
      return dayNumber(`${iso.slice(0, 7)}-01`);
    case 'quarter': {
      const month = Number(iso.slice(5, 7));
      return dayNumber(`${iso.slice(0, 4)}-${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`);
    }
  }
}

/** The first day after the unit that begins with `start`. */
export function endOf(unit: Unit, start: number): number {
  switch (unit) {
    case 'day':
      return start + 1;
    case 'week':
      return start + 7;
    case 'month':
      return startOf('month', start + 31);
    case 'quarter':
      return startOf('quarter', start + 93);
  }
}
