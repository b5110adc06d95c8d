import type { enAttached } from './en-attached.js';

export const zhCNAttached: typeof enAttached = {
  choices: (cell) => `${cell} 的选项`,
  openChoices: (cell) => `为 ${cell} 选择`,
  searchChoices: '搜索',
  noChoice: '没有匹配项。',
  choicesUnknown: '此处无法计算该列表，请直接输入值。',
  moreChoices: '还有更多选项，请输入文字搜索。',
  hasChoices: 'Alt+下箭头打开列表。',
  refusedTitle: (cell) => `${cell} 不接受此内容`,
  editAgain: '继续编辑',
  keepAnyway: '仍然保留',
  note: '批注',
  thread: '评论',
  threadDone: '已解决',
  unknownAuthor: '未知作者',
  link: '链接',
  openByClick: 'Ctrl+单击打开。',
  openLinkTitle: '在工作簿之外打开此链接？',
  openIt: '打开',
  noLink: (cell) => `${cell} 没有链接。`,
  noNote: (cell) => `${cell} 没有批注。`,
  linkRefused: (address) =>
    `未打开“${address}”：只能打开 http、https 和 mailto 链接。如果信任它，请自行复制。`,
  linkNowhere: (place) => `链接指向“${place}”，此工作簿中没有该位置。`,
};
