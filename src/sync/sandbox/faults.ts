import type { NextFunction, Request, Response } from 'express';

export type FaultEffect =
  /** Answers this instead of acting. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** A string goes out as HTML, everything else as JSON. */
      readonly body?: unknown;
    }
  /** Cuts the connection without acting. */
  | { readonly kind: 'reset' }
  /** Never answers and never acts. */
  | { readonly kind: 'hang' }
  /** Acts, then cuts the connection before a byte of the answer is out: the caller cannot know. */
  | { readonly kind: 'lose-answer' }
  /** Announces the whole answer and sends only its first half. */
  | { readonly kind: 'truncate' };

export interface Fault {
  readonly method?: string;
  readonly path: RegExp;
  readonly effect: FaultEffect;
  /** How many requests it hits; 1 unless told. */
  readonly times?: number;
  /** How many fitting requests pass untouched before. */
  readonly after?: number;
  /** Called at each hit, after the service acted where it does. */
  readonly onHit?: () => void;
}

interface PlannedFault extends Fault {
  left: number;
  skip: number;
}

/** What shall go wrong, and how often. Faults hit in the order in which they were planned. */
export class FaultPlan {
  #planned: PlannedFault[] = [];

  add(fault: Fault): void {
    this.#planned.push({ ...fault, left: fault.times ?? 1, skip: fault.after ?? 0 });
  }

  clear(): void {
    this.#planned = [];
  }

  /** Express middleware. */
  apply(req: Request, res: Response, next: NextFunction): void {
    const fault = this.#next(req);
    if (fault) play(fault, req, res, next);
    else next();
  }

  #next(req: Request): PlannedFault | undefined {
    for (const fault of this.#planned) {
      const fits = fault.left > 0 && (!fault.method || fault.method === req.method) && fault.path.test(req.path);
      if (!fits) continue;
      if (fault.skip > 0) fault.skip -= 1;
      else {
        fault.left -= 1;
        return fault;
      }
    }
    return undefined;
  }
}

function play(fault: Fault, req: Request, res: Response, next: NextFunction): void {
  const { effect, onHit } = fault;
  switch (effect.kind) {
    case 'answer':
      onHit?.();
      res.status(effect.status).set(effect.headers ?? {});
      if (effect.body === undefined || typeof effect.body === 'string') res.type('html').send(effect.body ?? '');
      else res.json(effect.body);
      return;
    case 'reset':
      onHit?.();
      req.socket.destroy();
      return;
    case 'hang':
      onHit?.();
      return;
    case 'lose-answer':
    case 'truncate':
      spoilAnswer(res, effect.kind, onHit);
      next();
  }
}

/** Lets the route act and spoils what it sends; `res.json` goes out through `res.send` too. */
function spoilAnswer(res: Response, kind: 'lose-answer' | 'truncate', onHit: (() => void) | undefined): void {
  res.send = (body?: unknown) => {
    onHit?.();
    if (kind === 'lose-answer') {
      res.socket?.destroy();
      return res;
    }
    const bytes = Buffer.isBuffer(body)
      ? body
      : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? ''));
    res.setHeader('Content-Length', bytes.length);
    res.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => res.socket?.destroy());
    return res;
  };
}
