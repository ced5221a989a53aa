import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Readable } from 'node:stream';
import { checkMediaKey, checkMediaPrefix } from './media-key.js';
import type { MediaStore, StoredMedia } from './media-store.js';
import { MediaStoreUnavailableError } from './media.errors.js';

export interface S3Settings {
  /** `http://127.0.0.1:9000`, `https://s3.example`. */
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Makes the bucket when it is missing; in production it exists already. */
  createsBucket?: boolean;
}

/** Media in a bucket of any S3-compatible store, by path-style addresses. */
export class S3MediaStore implements MediaStore {
  private readonly client: S3Client;
  private readonly bucket: string;

  constructor(private readonly settings: S3Settings) {
    this.bucket = settings.bucket;
    this.client = new S3Client({
      endpoint: settings.endpoint,
      region: settings.region,
      forcePathStyle: true,
      credentials: { accessKeyId: settings.accessKeyId, secretAccessKey: settings.secretAccessKey },
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      maxAttempts: 2,
      requestHandler: { connectionTimeout: 2000, requestTimeout: 15_000 },
    });
  }

  async prepare(): Promise<void> {
    const { bucket: Bucket } = this;
    const found = await missingAsNull(this.client.send(new HeadBucketCommand({ Bucket })));
    if (found) return;
    if (!this.settings.createsBucket) throw new MediaStoreUnavailableError({ reason: 'NoSuchBucket' });
    await this.client.send(new CreateBucketCommand({ Bucket })).catch((error: unknown) => {
      const name = error instanceof S3ServiceException ? error.name : '';
      if (name !== 'BucketAlreadyOwnedByYou' && name !== 'BucketAlreadyExists') throw asUnavailable(error);
    });
  }

  async put(key: string, body: Buffer, contentType: string): Promise<void> {
    checkMediaKey(key);
    const put = new PutObjectCommand({
      Bucket: this.bucket,
      Key: key,
      Body: body,
      ContentType: contentType,
      ContentLength: body.length,
    });
    await reachable(this.client.send(put));
  }

  async get(key: string): Promise<StoredMedia | null> {
    checkMediaKey(key);
    const found = await missingAsNull(this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key })));
    if (!found) return null;
    return {
      body: found.Body as Readable,
      contentType: found.ContentType ?? 'application/octet-stream',
      size: found.ContentLength ?? 0,
    };
  }

  async delete(key: string): Promise<void> {
    checkMediaKey(key);
    await missingAsNull(this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key })));
  }

  async *list(prefix: string): AsyncIterable<string> {
    checkMediaPrefix(prefix);
    let next: string | undefined;
    do {
      const ask = new ListObjectsV2Command({ Bucket: this.bucket, Prefix: prefix, ContinuationToken: next });
      const page = await reachable(this.client.send(ask));
      for (const { Key } of page.Contents ?? []) if (Key) yield Key;
      next = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (next);
  }

  async url(key: string, seconds: number): Promise<string> {
    checkMediaKey(key);
    return getSignedUrl(this.client, new GetObjectCommand({ Bucket: this.bucket, Key: key }), { expiresIn: seconds });
  }

  async close(): Promise<void> {
    this.client.destroy();
  }
}

async function reachable<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw asUnavailable(error);
  });
}

/** `null` for a missing object; a missing bucket is an error except where the bucket itself is asked for. */
async function missingAsNull<T>(work: Promise<T>): Promise<T | null> {
  return work.catch((error: unknown) => {
    if (error instanceof S3ServiceException && (error.name === 'NoSuchKey' || error.name === 'NotFound')) return null;
    throw asUnavailable(error);
  });
}

/** Whatever the store answers instead of doing the work means that media cannot be had now; the name says why. */
function asUnavailable(error: unknown): MediaStoreUnavailableError {
  const { name, code } = error as { name?: string; code?: string };
  return new MediaStoreUnavailableError({ reason: code ?? name ?? 'unknown' });
}
