/** Whether this user may open serial ports. */
import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { systemPorts } from './system-ports.ts';

/** What was found. */
export interface SerialAccess {
  /** Null where it cannot be told: nothing is plugged in, and the system has no group for it. */
  readonly isPermitted: boolean | null;
  /** What that rests on, in words. */
  readonly reason: string;
}

/** The groups that distributions give serial ports to: Debian, Fedora and Arch. */
const GROUPS = ['dialout', 'uucp'];

async function mayOpen(path: string): Promise<boolean> {
  return access(path, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** A user of this machine. */
export interface User {
  readonly name: string;
  /** 0 for root; undefined where the system has no such numbers. */
  readonly id: number | undefined;
  /** The numbers of the groups that this process is in. */
  readonly groups: readonly number[];
  /** /etc/group */
  readonly groupFile: string;
}

function thisUser(): User {
  return {
    name: userInfo().username,
    id: process.getuid?.(),
    groups: process.getgroups?.() ?? [],
    groupFile: '/etc/group',
  };
}

/** Which of the groups the system has, and whether the user is in one of them. */
async function byGroup({ name: user, groups, groupFile }: User): Promise<SerialAccess> {
  const lines = (await readFile(groupFile, 'utf8').catch(() => ''))
    .split('\n')
    .map((line) => line.split(':'));
  const there = lines.filter(([name]) => GROUPS.includes(name!));
  if (there.length === 0) return { isPermitted: null, reason: 'no port is plugged in to try' };
  const own = there.find(([, , id]) => groups.includes(Number(id)));
  return own === undefined
    ? { isPermitted: false, reason: `${user} is not in the group ${there[0]![0]}` }
    : { isPermitted: true, reason: `group ${own[0]}` };
}

/** Looks at the USB serial ports that there are; without any, on Linux, at the groups of the user. */
export async function serialAccess(user: User = thisUser()): Promise<SerialAccess> {
  const ports = (await systemPorts().catch(() => [])).filter(({ vendorId }) => vendorId !== null);
  const closed: string[] = [];
  for (const { path } of ports) if (process.platform !== 'win32' && !(await mayOpen(path))) closed.push(path);
  if (closed.length > 0)
    return { isPermitted: false, reason: `${closed.join(', ')} may not be read and written` };
  if (ports.length > 0)
    return {
      isPermitted: true,
      reason: `${ports.length} ${ports.length === 1 ? 'port' : 'ports'} plugged in`,
    };
  if (user.id === 0) return { isPermitted: true, reason: 'root may open all' };
  return user.id === undefined || process.platform !== 'linux'
    ? { isPermitted: null, reason: 'no port is plugged in to try' }
    : byGroup(user);
}
