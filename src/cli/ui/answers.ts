import type { Response } from 'express';

/** Answers that a page waits for, so that none is cut off when the command ends. */
export interface OpenAnswers {
  await(res: Response): void;
  /** Resolves when all of them have gone out, or nobody waits for them any more. */
  gone(): Promise<void>;
}

export function openAnswers(): OpenAnswers {
  const open = new Set<Promise<void>>();
  return {
    await(res) {
      const closed = new Promise<void>((resolve) => res.once('close', resolve));
      open.add(closed);
      void closed.then(() => open.delete(closed));
    },
    gone: async () => void (await Promise.all(open)),
  };
}
