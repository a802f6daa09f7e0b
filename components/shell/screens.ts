import {
  Activity,
  Boxes,
  Diamond,
  FileInput,
  FileText,
  FolderOpen,
  KeyRound,
  Layers,
  List,
  RadioTower,
  ShieldCheck,
} from 'lucide-react';

/** The screens of the navigation, with the second key of their `g` shortcut. */
export const screens = [
  { href: '/overview', label: 'Overview', key: 'o', icon: Activity },
  { href: '/events', label: 'Events', key: 'e', icon: List },
  { href: '/workloads', label: 'Workloads', key: 'w', icon: Layers },
  { href: '/deviations', label: 'Deviations', key: 'd', icon: Diamond },
  { href: '/access', label: 'Access', key: 'p', icon: KeyRound },
  { href: '/imports', label: 'Imports', key: 'i', icon: FileInput },
  { href: '/sources', label: 'Sources', key: 's', icon: RadioTower },
  { href: '/cases', label: 'Cases', key: 'a', icon: FolderOpen },
  { href: '/reports', label: 'Reports', key: 'r', icon: FileText },
  { href: '/evidence', label: 'Evidence', key: 'v', icon: ShieldCheck },
  { href: '/clusters', label: 'Clusters', key: 'c', icon: Boxes },
] as const;

/** Pages about one thing, which the palette leads to; elsewhere they are reached from the thing itself. */
export const palettePages = [
  { href: '/objects', label: 'Object history' },
  { href: '/identities', label: 'Session timeline' },
] as const;
