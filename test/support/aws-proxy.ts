import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import * as v from 'valibot';
import { onTestFinished } from 'vitest';
import { nameOf, zipsIn } from './aws-calls.ts';
import type { Answer } from './lambda-process.ts';

/** Stands before the emulator: keeps a record of what is called, and mends what the emulator gets wrong. */
export interface AwsProxy {
  readonly url: string;
  /** Calls as IAM names their actions: `lambda:GetFunction`. */
  readonly calls: string[];
  /** What AWS answers instead of doing the call, or that the connection breaks; null lets it be done. */
  refuse: (call: string) => Refusal | 'reset' | null;
  /** Called when AWS has done a call and has not answered yet; the answer can be lost on its way. */
  afterwards: (call: string) => 'reset' | undefined;
  /** Runs the function for `InvokeFunction`, which the emulator cannot. */
  invoke: ((event: unknown) => Promise<Answer>) | null;
  /** Every zip that was uploaded, by its SHA-256 in base64. */
  readonly zips: ReadonlyMap<string, Buffer>;
}

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Refusal {
  readonly status: number;
  /** Name of the error. */
  readonly type: string;
  readonly message: string;
}

export async function startAwsProxy(emulator: string): Promise<AwsProxy> {
  const calls: string[] = [];
  const zips = new Map<string, Buffer>();
  const proxy: AwsProxy = { url: '', calls, zips, refuse: () => null, afterwards: () => undefined, invoke: null };
  const mended = mender();
  const server = createServer(async (incoming, response) => {
    const body = await buffer(incoming);
    const call = nameOf(incoming, body);
    calls.push(call);
    const refusal = proxy.refuse(call);
    if (refusal === 'reset') return void incoming.socket.destroy();
    if (refusal) return void refuse(response, call, refusal);
    if (call === 'lambda:InvokeFunction' && proxy.invoke) {
      return void answerInvoke(response, await proxy.invoke(JSON.parse(String(body))));
    }
    for (const zip of zipsIn(call, body)) zips.set(createHash('sha256').update(zip).digest('base64'), zip);
    const answer = await forward(`${emulator}${incoming.url}`, incoming, body);
    const text = mended(call, body, answer);
    if (proxy.afterwards(call) === 'reset') return void incoming.socket.destroy();
    const kept = Object.entries(answer.headers).filter(([name]) => /^(content-type|x-amz)/.test(name));
    response.writeHead(answer.status, Object.fromEntries(kept)).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return Object.assign(proxy, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

function answerInvoke(response: ServerResponse, { value, error, message }: Answer): void {
  const failed = { 'x-amz-function-error': 'Unhandled' };
  response.writeHead(200, { 'content-type': 'application/json', ...(error !== undefined && failed) });
  response.end(JSON.stringify(error === undefined ? value : { errorType: error, errorMessage: message }));
}

/** As it came, host included: the signature holds it. */
function forward(url: string, { method, headers }: IncomingMessage, body: Buffer): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const onward = request(url, { method, headers }, async (answer) => {
      const { statusCode: status = 500, headers } = answer;
      resolve({ status, headers, text: (await buffer(answer)).toString() });
    });
    onward.on('error', reject).end(body);
  });
}

/** Puts back what moto drops of a function: its answers lack LoggingConfig. */
function mender() {
  let logging: unknown = null;
  return (call: string, body: Buffer, { status, text }: Reply): string => {
    if (/:(CreateFunction|UpdateFunctionConfiguration)$/.test(call)) {
      logging = v.parse(v.looseObject({ LoggingConfig: v.unknown() }), JSON.parse(String(body))).LoggingConfig;
    }
    if (call !== 'lambda:GetFunction' || status !== 200) return text;
    const found = v.parse(v.looseObject({ Configuration: v.looseObject({}) }), JSON.parse(text));
    return JSON.stringify({ ...found, Configuration: { ...found.Configuration, LoggingConfig: logging } });
  };
}

/** An error as the services word it: XML for IAM and STS, JSON for the others. */
function refuse(response: ServerResponse, call: string, { status, type, message }: Refusal): void {
  if (/^(iam|sts):/.test(call)) {
    response.writeHead(status, { 'content-type': 'text/xml' });
    response.end(`<ErrorResponse><Error><Code>${type}</Code><Message>${message}</Message></Error></ErrorResponse>`);
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type });
  response.end(JSON.stringify({ __type: type, message }));
}
