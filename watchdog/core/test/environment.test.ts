import { describe, expect, it } from 'vitest';
import { backendEnvironment } from '../src/environment.js';

const always = { PYTHONUNBUFFERED: '1', PYTHONIOENCODING: 'utf-8' };

describe('backendEnvironment', () => {
  it('leaves a plain environment alone, and sets what a backend always needs', () => {
    const host = { PATH: '/bin', PYTHONPATH: '/mine', PYTHONHOME: '/mine', LD_LIBRARY_PATH: '/mine' };
    expect(backendEnvironment(host, false)).toEqual({ set: always, unset: [] });
  });

  it('says that there is a link only when there is one', () => {
    expect(backendEnvironment({}, true).set).toEqual({ ...always, LIFEBOUND_LINK: 'stdio' });
    expect(backendEnvironment({ LIFEBOUND_LINK: 'stdio' }, false)).toEqual({
      set: always,
      unset: ['LIFEBOUND_LINK'],
    });
  });

  it("takes PyInstaller's marks out", () => {
    const host = {
      _MEIPASS2: '/tmp/x',
      _PYI_APPLICATION_HOME_DIR: '/tmp/x',
      _PYI_ARCHIVE_FILE: 'x',
      MY_PYI_: 'kept',
    };
    expect(backendEnvironment(host, false).unset).toEqual([
      '_MEIPASS2',
      '_PYI_APPLICATION_HOME_DIR',
      '_PYI_ARCHIVE_FILE',
    ]);
  });

  it("takes an AppImage's own folders out, and keeps the user's", () => {
    const host = {
      APPIMAGE: '/home/a/App.AppImage',
      APPDIR: '/tmp/.mount_x',
      PYTHONHOME: '/tmp/.mount_x/usr',
      PYTHONPATH: '/tmp/.mount_x/usr/share:/home/a/lib',
      LD_LIBRARY_PATH: '/tmp/.mount_x/usr/lib:/tmp/.mount_x:/tmp/.mount_xy/lib',
    };
    expect(backendEnvironment(host, false)).toEqual({
      set: { ...always, PYTHONPATH: '/home/a/lib', LD_LIBRARY_PATH: '/tmp/.mount_xy/lib' },
      unset: ['PYTHONHOME'],
    });
  });

  it('takes all of them out when the folder is not known', () => {
    const host = { APPIMAGE: '/home/a/App.AppImage', PYTHONHOME: '/x', LD_LIBRARY_PATH: '/y' };
    expect(backendEnvironment(host, false).unset).toEqual(['PYTHONHOME', 'LD_LIBRARY_PATH']);
  });

  it('gives the library path back that the bootloader of a frozen host put aside', () => {
    const frozen = { LD_LIBRARY_PATH: '/tmp/_MEI1', LD_LIBRARY_PATH_ORIG: '/mine' };
    expect(backendEnvironment(frozen, false)).toEqual({
      set: { ...always, LD_LIBRARY_PATH: '/mine' },
      unset: ['LD_LIBRARY_PATH_ORIG'],
    });
    expect(backendEnvironment({ ...frozen, LD_LIBRARY_PATH_ORIG: '' }, false).unset).toEqual([
      'LD_LIBRARY_PATH_ORIG',
      'LD_LIBRARY_PATH',
    ]);
  });

  it('knows an AppImage by its folder alone', () => {
    const host = { APPDIR: '/tmp/.mount_x', PYTHONHOME: '/tmp/.mount_x/usr' };
    expect(backendEnvironment(host, false)).toEqual({ set: always, unset: ['PYTHONHOME'] });
  });

  it('changes no path that the AppImage has not set', () => {
    const host = { APPIMAGE: '/home/a/App.AppImage', APPDIR: '/tmp/.mount_x' };
    expect(backendEnvironment(host, false)).toEqual({ set: always, unset: [] });
  });

  it("keeps each of the user's entries, in order, and no list of empty ones", () => {
    const host = {
      APPDIR: '/tmp/.mount_x',
      PYTHONPATH: '/home/a/lib:/tmp/.mount_x/usr/share:/opt/lib',
      // What is left when a start script has put its folder before nothing: an empty entry, the working directory.
      LD_LIBRARY_PATH: '/tmp/.mount_x/usr/lib:',
    };
    expect(backendEnvironment(host, false)).toEqual({
      set: { ...always, PYTHONPATH: '/home/a/lib:/opt/lib' },
      unset: ['LD_LIBRARY_PATH'],
    });
  });

  it('takes the library path out once, though an AppImage and a bootloader are both against it', () => {
    const host = { APPDIR: '/tmp/.mount_x', LD_LIBRARY_PATH: '/tmp/.mount_x/lib', LD_LIBRARY_PATH_ORIG: '' };
    expect(backendEnvironment(host, false)).toEqual({
      set: always,
      unset: ['LD_LIBRARY_PATH', 'LD_LIBRARY_PATH_ORIG'],
    });
  });
});
