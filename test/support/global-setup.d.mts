/** Opens the desk where `testDatabase()` asks for databases. */
export default function openDesk(): Promise<void>;
/** Ends it, and the server if one was started. */
export function closeDesk(): Promise<void>;
