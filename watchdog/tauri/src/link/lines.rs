//! Cuts a stream of bytes into lines, however the chunks fall.

/// Enough to find a message's id or to recognise a log line.
const HEAD_BYTES: usize = 1024;

#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// Without the line break. Only its beginning when `oversize`. A bad byte is U+FFFD.
    pub text: String,
    pub oversize: bool,
    /// Length without the line break.
    pub bytes: usize,
}

/// A line break is searched in bytes, since 0x0a never occurs inside a UTF-8 sequence: no character is cut in two.
/// A line over the limit is not kept in memory.
pub struct LineSplitter {
    limit: usize,
    kept: Vec<u8>,
    bytes: usize,
}

impl LineSplitter {
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            kept: Vec::new(),
            bytes: 0,
        }
    }

    pub fn push(&mut self, chunk: &[u8], mut on_line: impl FnMut(Line)) {
        let mut rest = chunk;
        while let Some(end) = memchr::memchr(b'\n', rest) {
            self.take(&rest[..end]);
            on_line(self.finish());
            rest = &rest[end + 1..];
        }
        self.take(rest);
    }

    /// The stream is over: what is left is a line without a break.
    pub fn end(&mut self, mut on_line: impl FnMut(Line)) {
        if self.bytes > 0 {
            on_line(self.finish());
        }
    }

    fn take(&mut self, part: &[u8]) {
        let was_oversize = self.bytes > self.limit;
        self.bytes += part.len();
        if was_oversize {
            return;
        }
        self.kept.extend_from_slice(part);
        if self.bytes > self.limit {
            self.kept.truncate(HEAD_BYTES);
            self.kept.shrink_to_fit();
        }
    }

    fn finish(&mut self) -> Line {
        let oversize = self.bytes > self.limit;
        let mut kept = std::mem::take(&mut self.kept);
        if !oversize && kept.last() == Some(&b'\r') {
            kept.pop();
        }
        let text = String::from_utf8(kept)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        Line {
            text,
            oversize,
            bytes: std::mem::take(&mut self.bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(limit: usize, chunks: &[&[u8]]) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut splitter = LineSplitter::new(limit);
        for chunk in chunks {
            splitter.push(chunk, |line| lines.push(line));
        }
        splitter.end(|line| lines.push(line));
        lines
    }

    fn texts(limit: usize, chunks: &[&[u8]]) -> Vec<String> {
        split(limit, chunks)
            .into_iter()
            .map(|line| line.text)
            .collect()
    }

    #[test]
    fn any_cut_gives_the_same_lines() {
        let whole = "打开 预算.xlsx\r\nsecond\n\nlast".as_bytes();
        let expected = ["打开 预算.xlsx", "second", "", "last"];
        for cut in 0..=whole.len() {
            assert_eq!(
                texts(100, &[&whole[..cut], &whole[cut..]]),
                expected,
                "cut at {cut}"
            );
        }
    }

    #[test]
    fn a_bad_byte_is_a_replacement_character_and_the_reader_goes_on() {
        assert_eq!(
            texts(100, &[b"a\xff\xfeb\nc\n"]),
            ["a\u{fffd}\u{fffd}b", "c"]
        );
    }

    #[test]
    fn a_line_over_the_limit_keeps_its_beginning_only() {
        let long = vec![b'x'; 5_000];
        let lines = split(2_000, &[&long[..3_000], &long[3_000..], b"\nnext\n"]);
        assert_eq!(
            (lines[0].oversize, lines[0].bytes, lines[0].text.len()),
            (true, 5_000, HEAD_BYTES)
        );
        assert_eq!(
            lines[1],
            Line {
                text: "next".into(),
                oversize: false,
                bytes: 4
            }
        );
    }

    #[test]
    fn a_line_of_just_the_limit_is_whole() {
        let lines = split(4, &[b"abcd\nabcde\n"]);
        assert_eq!(
            lines.iter().map(|line| line.oversize).collect::<Vec<_>>(),
            [false, true]
        );
    }
}
