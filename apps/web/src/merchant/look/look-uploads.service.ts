import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { InvalidInputError } from '#libs/kernel';
import { ShopPictures } from '#libs/looks';
import type { Upload } from '../../http/upload.js';

const altForm = z.string().trim().max(300).catch('');

/** Where a form says which picture: the radio `choice`, the file `file`. */
export interface PictureField {
  choice: string;
  file: string;
}

/** The picture that a form chose or brought along. */
@Injectable()
export class LookUploads {
  constructor(private readonly pictures: ShopPictures) {}

  /**
   * Its id; null for « none »; undefined when the form says nothing of it.
   * @throws InvalidInputError for what is no id, NotFoundError, and what ShopPictures.add throws
   */
  async chosen({ files, fields }: Upload, { choice, file }: PictureField): Promise<string | null | undefined> {
    const sent = files.find(({ field }) => field === file);
    if (sent) return this.pictures.add(await sent.read(), altForm.parse(fields[`${file}-alt`]));
    const value = fields[choice];
    if (value === undefined) return undefined;
    if (value === '') return null;
    if (!z.uuid().safeParse(value).success)
      throw new InvalidInputError([{ path: choice, code: 'themes.setting_image' }]);
    return this.pictures.adopt(String(value));
  }
}
