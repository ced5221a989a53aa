import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { newId, NotFoundError } from '#libs/kernel';
import { SETTINGS, type Settings } from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { TooManyDevicesError } from './alerts.errors.js';
import { checkPushAddress, type PushSubscriptionInput } from './push-subscription.js';

/** What a device may be told about. */
export type AlertTopic = 'new_orders' | 'cancellations';

export interface AlertChoices {
  newOrders: boolean;
  cancellations: boolean;
}

/** A device on the list of its person. Instants are ISO 8601. */
export interface PushDevice extends AlertChoices {
  deviceId: string;
  name: string;
  endpoint: string;
  createdAt: string;
  /** The last message that was taken; null before the first. */
  sentAt: string | null;
  /** Why the last one was not: a code of ours, or `answer <status>`. */
  fault: string | null;
}

/** Where to send, with the keys that only that browser can read. */
export interface PushTarget {
  deviceId: string;
  endpoint: string;
  p256dh: string;
  auth: string;
}

const DEVICES_MOST = 50;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The devices on which the current shop's people want to be told of orders. */
@Injectable()
export class PushDevices {
  constructor(
    private readonly tenancy: Tenancy,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Remembers a browser; the same one again changes nothing but its keys and its person. Answers its id.
   * @throws BadPushAddressError, TooManyDevicesError
   */
  async register(personId: string, subscription: PushSubscriptionInput, name: string): Promise<string> {
    const { endpoint, keys } = subscription;
    checkPushAddress(endpoint, this.settings.outboundAllow);
    const hash = createHash('sha256').update(endpoint).digest('hex');
    return this.tenancy.shopTransaction(async (tx) => {
      // One registration of a shop after the other, so that the count holds.
      await tx.query('select 1 from shop where shop_id = $1 for no key update', [currentShopId()]);
      const [row] = await tx.query<{ device_id: string }[]>(REGISTER_SQL, [
        currentShopId(),
        newId(),
        personId,
        endpoint,
        hash,
        keys.p256dh,
        keys.auth,
        name.slice(0, 100),
        DEVICES_MOST,
      ]);
      if (!row) throw new TooManyDevicesError({ max: DEVICES_MOST });
      return row.device_id;
    });
  }

  /** Of this person, oldest first. */
  async list(personId: string): Promise<PushDevice[]> {
    return this.tenancy.shopRead<PushDevice>(
      `select device_id as "deviceId", name, endpoint, new_orders as "newOrders", cancellations,
         ${iso('created_at')} as "createdAt", ${iso('sent_at')} as "sentAt", fault
       from push_device where shop_id = $1 and person_id = $2 order by created_at, device_id`,
      [currentShopId(), personId],
    );
  }

  /** @throws NotFoundError for an unknown device or one of somebody else */
  async choose(personId: string, deviceId: string, { newOrders, cancellations }: AlertChoices): Promise<void> {
    await this.change(
      'update push_device set new_orders = $4, cancellations = $5 where shop_id = $1 and person_id = $2 and device_id = $3 returning 1',
      personId,
      deviceId,
      [newOrders, cancellations],
    );
  }

  /** @throws NotFoundError for an unknown device or one of somebody else */
  async remove(personId: string, deviceId: string): Promise<void> {
    await this.change(
      'delete from push_device where shop_id = $1 and person_id = $2 and device_id = $3 returning 1',
      personId,
      deviceId,
    );
  }

  /** @throws NotFoundError for an unknown device or one of somebody else */
  async target(personId: string, deviceId: string): Promise<PushTarget> {
    const rows = UUID.test(deviceId)
      ? await this.tenancy.shopRead<PushTarget>(`${TARGET_SQL} and person_id = $2 and device_id = $3`, [
          currentShopId(),
          personId,
          deviceId,
        ])
      : [];
    if (!rows[0]) throw new NotFoundError();
    return rows[0];
  }

  /**
   * Those that want to hear of `topic` and whose person still belongs to the shop and is signed in somewhere: whoever signs
   * a lost phone out everywhere hears nothing more on it. `deviceId`: that one alone.
   */
  async listeners(topic: AlertTopic, deviceId: string | null = null): Promise<PushTarget[]> {
    return this.tenancy.shopRead<PushTarget>(
      `${TARGET_SQL} and ($2::uuid is null or device_id = $2)
         and case $3 when 'new_orders' then new_orders else cancellations end
         and exists (select from membership m where m.shop_id = d.shop_id and m.person_id = d.person_id)
         and exists (select from session s where s.person_id = d.person_id and s.expires_at > now())
       order by device_id`,
      [currentShopId(), deviceId, topic],
    );
  }

  /** How the last sending went: null when the message was taken. */
  async note(deviceId: string, fault: string | null): Promise<void> {
    await this.tenancy.shopTransaction((tx) =>
      tx.query(
        `update push_device set fault = $3, sent_at = case when $3::text is null then now() else sent_at end
         where shop_id = $1 and device_id = $2`,
        [currentShopId(), deviceId, fault?.slice(0, 100) ?? null],
      ),
    );
  }

  /** The browser's maker says that nobody is there any more. */
  async forget(deviceId: string): Promise<void> {
    await this.tenancy.shopTransaction((tx) =>
      tx.query('delete from push_device where shop_id = $1 and device_id = $2', [currentShopId(), deviceId]),
    );
  }

  private async change(sql: string, personId: string, deviceId: string, more: unknown[] = []): Promise<void> {
    if (!UUID.test(deviceId)) throw new NotFoundError();
    const result = await this.tenancy.shopTransaction((tx) =>
      tx.query<[unknown[], number]>(sql, [currentShopId(), personId, deviceId, ...more]),
    );
    if (result[1] === 0) throw new NotFoundError();
  }
}

const iso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

const TARGET_SQL = 'select device_id as "deviceId", endpoint, p256dh, auth from push_device d where d.shop_id = $1';

const REGISTER_SQL = `
  insert into push_device as d (shop_id, device_id, person_id, endpoint, endpoint_hash, p256dh, auth, name)
  select $1, $2, $3, $4, $5, $6, $7, $8
  where (select count(*) from push_device where shop_id = $1 and endpoint_hash <> $5) < $9
  on conflict (shop_id, endpoint_hash) do update
    set person_id = excluded.person_id, p256dh = excluded.p256dh, auth = excluded.auth, name = excluded.name,
      seen_at = now(), fault = null
  returning device_id`;
