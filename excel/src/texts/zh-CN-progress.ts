import type { enProgress } from './en-progress.js';

export const zhCNProgress: typeof enProgress = {
  work: {
    open: (name) => `正在打开 ${name}`,
    load: (name) => `正在加载 ${name}`,
    read: (name) => `正在读取 ${name}`,
    change: (name) => `正在更改 ${name}`,
    save: (name) => `正在保存 ${name}`,
    copy: (name) => `正在写入 ${name}`,
    find: (name) => `正在搜索 ${name}`,
  },
  notDone: {
    open: (name) => `已取消：${name} 未打开。`,
    load: (name) => `已取消：${name} 未加载，显示其打开时的样子。`,
    read: (name) => `已取消：${name} 未读取完。`,
    change: (name) => `已取消：${name} 未更改。`,
    save: (name) => `已取消：${name} 未保存，文件保持原样。`,
    copy: (name) => `已取消：${name} 未写入。`,
    find: (name) => `已取消：${name} 未搜索完。`,
    cell: (name) => `已取消：${name} 保持原样。`,
  },
  seconds: (count) => `${count} 秒`,
  cancelTooLate: (what) => `${what}：取消之前已经完成。`,
  cancelling: '正在取消。已打开的内容马上恢复…',
  cancelledByYou: '您取消了它正在做的事',
  cancelKey: 'Esc',
  theWorkbook: '工作簿',
};
