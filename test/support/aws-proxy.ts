import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import * as v from 'valibot';
import { onTestFinished } from 'vitest';

/** Stands before the emulator: keeps a record of what is called, and mends what the emulator gets wrong. */
export interface AwsProxy {
  readonly url: string;
  /** Calls as IAM names their actions: `lambda:GetFunction`. */
  readonly calls: string[];
  /** What AWS answers instead of doing the call; null lets it be done. */
  refuse: (call: string) => Refusal | null;
  /** Called when AWS has done a call and has not answered yet. */
  afterwards: (call: string) => void;
}

export interface Refusal {
  readonly status: number;
  /** Name of the error. */
  readonly type: string;
  readonly message: string;
}

const LAMBDA: readonly (readonly [string, RegExp, string])[] = [
  ['POST', /^\/2015-03-31\/functions\/?$/, 'CreateFunction'],
  ['POST', /\/invocations$/, 'InvokeFunction'],
  ['POST', /\/functions\/[^/]+\/policy$/, 'AddPermission'],
  ['GET', /\/functions\/[^/]+\/policy$/, 'GetPolicy'],
  ['DELETE', /\/functions\/[^/]+\/policy\/[^/]+$/, 'RemovePermission'],
  ['GET', /\/event-invoke-config$/, 'GetFunctionEventInvokeConfig'],
  ['PUT', /\/event-invoke-config$/, 'PutFunctionEventInvokeConfig'],
  ['PUT', /\/functions\/[^/]+\/code$/, 'UpdateFunctionCode'],
  ['PUT', /\/functions\/[^/]+\/configuration$/, 'UpdateFunctionConfiguration'],
  ['GET', /\/functions\/[^/]+$/, 'GetFunction'],
  ['DELETE', /\/functions\/[^/]+$/, 'DeleteFunction'],
  ['GET', /\/layers\/[^/]+\/versions$/, 'ListLayerVersions'],
  ['POST', /\/layers\/[^/]+\/versions$/, 'PublishLayerVersion'],
  ['DELETE', /\/layers\/[^/]+\/versions\/\d+$/, 'DeleteLayerVersion'],
  ['POST', /\/tags\//, 'TagResource'],
];

export async function startAwsProxy(emulator: string): Promise<AwsProxy> {
  const calls: string[] = [];
  const proxy: AwsProxy = { url: '', calls, refuse: () => null, afterwards: () => undefined };
  /** What moto drops of a function (its answers lack LoggingConfig). */
  let logging: unknown = null;
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const call = nameOf(request, body);
    calls.push(call);
    const refusal = proxy.refuse(call);
    if (refusal) return void refuse(response, call, refusal);
    const headers = { ...request.headers } as Record<string, string>;
    for (const name of ['host', 'connection', 'content-length', 'expect', 'transfer-encoding']) delete headers[name];
    const method = request.method ?? 'GET';
    const answer = await fetch(`${emulator}${request.url}`, { method, headers, ...(body.length > 0 && { body }) });
    let text = await answer.text();
    if (/:(CreateFunction|UpdateFunctionConfiguration)$/.test(call)) {
      logging = v.parse(v.looseObject({ LoggingConfig: v.unknown() }), JSON.parse(String(body))).LoggingConfig;
    }
    if (call === 'lambda:GetFunction' && answer.ok) {
      const found = v.parse(v.looseObject({ Configuration: v.looseObject({}) }), JSON.parse(text));
      text = JSON.stringify({ ...found, Configuration: { ...found.Configuration, LoggingConfig: logging } });
    }
    proxy.afterwards(call);
    const kept = [...answer.headers].filter(([name]) => /^(content-type|x-amz)/.test(name));
    response.writeHead(answer.status, Object.fromEntries(kept)).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return Object.assign(proxy, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

function nameOf({ headers, method, url = '' }: IncomingMessage, body: Buffer): string {
  const [, service = ''] = /\/[^/]+\/([a-z]+)\/aws4_request/.exec(headers.authorization ?? '') ?? [];
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return `${service}:${target.split('.').at(-1)}`;
  const [, action] = /(?:^|&)Action=(\w+)/.exec(String(body)) ?? [];
  const path = decodeURIComponent(url.split('?')[0] ?? '');
  const rest = LAMBDA.find(([verb, pattern]) => verb === method && pattern.test(path));
  return `${service}:${action ?? rest?.[2] ?? `${method} ${path}`}`;
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
