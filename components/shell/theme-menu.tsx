'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { parseTheme } from '@/components/shell/theme';
import { useTheme } from '@/components/shell/use-theme';
import { buttonClass } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Menu, MenuContent, MenuRadioGroup, MenuRadioItem, MenuTrigger } from '@/components/ui/menu';

const icons = { system: Monitor, light: Sun, dark: Moon };

export function ThemeMenu() {
  const [theme, setTheme] = useTheme();
  const Icon = icons[theme];
  return (
    <Menu>
      <MenuTrigger
        aria-label={`Theme: ${theme}`}
        title="Theme"
        className={classNames(buttonClass('ghost'), 'w-7 px-0!')}
      >
        <Icon size={15} aria-hidden />
      </MenuTrigger>
      <MenuContent>
        <MenuRadioGroup value={theme} onValueChange={(value) => setTheme(parseTheme(String(value)))}>
          <MenuRadioItem value="system">System</MenuRadioItem>
          <MenuRadioItem value="light">Light</MenuRadioItem>
          <MenuRadioItem value="dark">Dark</MenuRadioItem>
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  );
}
