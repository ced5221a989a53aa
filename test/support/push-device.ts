import { createECDH, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { newId } from '#libs/kernel';

/** A device that hears of a shop's orders, at an address where nobody is. Answers its id. */
export async function createDevice(
  admin: pg.Client,
  { shopId, personId, name }: { shopId: string; personId: string; name: string },
): Promise<string> {
  const [deviceId, pair] = [newId(), createECDH('prime256v1')];
  await admin.query(
    `insert into push_device (shop_id, device_id, person_id, endpoint, endpoint_hash, p256dh, auth, name)
     values ($1, $2, $3, 'https://192.0.2.1/' || $2::uuid, md5($2::uuid::text), $4, $5, $6)`,
    [shopId, deviceId, personId, pair.generateKeys('base64url'), randomBytes(16).toString('base64url'), name],
  );
  return deviceId;
}
