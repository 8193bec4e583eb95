import {
  DeleteLayerVersionCommand,
  type LambdaClient,
  ListLayerVersionsCommand,
  PublishLayerVersionCommand,
} from '@aws-sdk/client-lambda';
import { nullIfMissing } from './aws-answers.ts';

export interface LayerVersion {
  readonly version: number;
  readonly arn: string;
  /** What we put there: the hash of the zip. */
  readonly description: string;
}

/** Versions of the layer. They never change; a new content is a new version. */
export class LayerHost {
  readonly #client: LambdaClient;

  constructor(client: LambdaClient) {
    this.#client = client;
  }

  /** Newest first, all of them. */
  async versions(LayerName: string): Promise<readonly LayerVersion[]> {
    const found: LayerVersion[] = [];
    let Marker: string | undefined;
    do {
      const page = await nullIfMissing(
        this.#client.send(new ListLayerVersionsCommand({ LayerName, ...(Marker && { Marker }) })),
      );
      for (const { Version, LayerVersionArn, Description } of page?.LayerVersions ?? []) {
        found.push({ version: Version ?? 0, arn: LayerVersionArn ?? '', description: Description ?? '' });
      }
      Marker = page?.NextMarker;
    } while (Marker);
    return found.sort((a, b) => b.version - a.version);
  }

  async publish(LayerName: string, zip: Uint8Array, Description: string): Promise<string> {
    const answer = await this.#client.send(
      new PublishLayerVersionCommand({
        LayerName,
        Description,
        Content: { ZipFile: zip },
        CompatibleRuntimes: ['nodejs22.x', 'nodejs24.x'],
        CompatibleArchitectures: ['arm64', 'x86_64'],
      }),
    );
    return answer.LayerVersionArn ?? '';
  }

  async delete(LayerName: string, VersionNumber: number): Promise<void> {
    await nullIfMissing(this.#client.send(new DeleteLayerVersionCommand({ LayerName, VersionNumber })));
  }
}
