import { closeDesk } from './global-setup.mjs';

export default closeDesk;
