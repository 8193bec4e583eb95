import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { json } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { Answer, LambdaProcess, StartLambda } from './lambda-process.ts';
import { requirePeer } from './peers.ts';

interface Invocation {
  readonly event: object;
  readonly milliseconds: number;
  readonly answer: (answer: Answer) => void;
}

/**
 * A container with AWS's own runtime client on the Node that Lambda runs, served by a runtime API like Lambda's (AWS
 * documentation, "Using the Lambda runtime API", version 2018-06-01).
 */
export const startLambdaClient: StartLambda = ({ functionFolder, layerFolder, env }) => {
  const node = requirePeer('lambda_runtime');
  const waiting: Invocation[] = [];
  const running = new Map<string, Invocation>();
  let deliver: (() => void) | null = null;
  let logged = '';
  const next = (response: ServerResponse) => {
    const invocation = waiting.shift();
    if (!invocation) {
      deliver = () => next(response);
      return;
    }
    deliver = null;
    const id = `request-${running.size + 1}`;
    running.set(id, invocation);
    response.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': id,
      'lambda-runtime-deadline-ms': String(Date.now() + invocation.milliseconds),
      'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-central-1:123456789012:function:garmin2strava',
    });
    response.end(JSON.stringify(invocation.event));
  };
  const server = createServer(async (request, response) => {
    if (request.url?.endsWith('/invocation/next')) return next(response);
    const [, id = '', kind = ''] = /\/invocation\/([^/]+)\/(response|error)$/.exec(request.url ?? '') ?? [];
    running.get(id)?.answer(await answerOf(request, kind));
    response.writeHead(202).end('{}');
  });
  const started = new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );
  const child = started.then((port) => {
    const client = join(dirname(node), 'node_modules/aws-lambda-ric/index.mjs');
    const process = spawn(node, [client], {
      cwd: functionFolder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...env,
        _HANDLER: 'index.handler',
        AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
        LAMBDA_TASK_ROOT: functionFolder,
        NODE_PATH: `${layerFolder}/nodejs/node_modules`,
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        AWS_LAMBDA_FUNCTION_NAME: 'garmin2strava',
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
        AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/garmin2strava',
        AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
        AWS_LAMBDA_LOG_FORMAT: 'JSON',
        // As Lambda starts its own Node.
        NODE_OPTIONS: '--no-experimental-require-module',
      },
    });
    for (const stream of [process.stdout, process.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        logged += text;
      });
    }
    process.once('exit', () => {
      for (const { answer } of [...waiting, ...running.values()]) answer({ error: 'Ended', message: logged });
    });
    return process;
  });
  onTestFinished(async () => {
    const process = await child;
    if (process.exitCode === null) process.kill('SIGKILL');
    if (process.exitCode === null && process.signalCode === null) await once(process, 'exit');
    server.closeAllConnections();
    server.close();
  });
  const invoke: LambdaProcess['invoke'] = (event = {}, milliseconds = 50_000) =>
    new Promise((answer) => {
      waiting.push({ event, milliseconds, answer });
      deliver?.();
    });
  return { invoke, log: () => logged.split('\n').filter((line) => line !== '') };
};

async function answerOf(request: IncomingMessage, kind: string): Promise<Answer> {
  const body = (await json(request)) as Record<string, unknown>;
  if (kind === 'response') return { value: body };
  return { error: String(body['errorType']), message: String(body['errorMessage']) };
}
