//! How long the messages of a WebSocket are.

/// Follows the bytes that a client sends over a WebSocket, and finds a message that is too long as soon as a
/// frame announces it (RFC 6455, section 5.2).
#[derive(Debug)]
pub struct Messages {
    longest: u64,
    /// The bytes so far of a frame's header.
    header: Vec<u8>,
    /// How many bytes are left of the frame's content.
    left: u64,
    /// How long the message is, with all its frames so far.
    length: u64,
}

/// A message is longer than allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

impl Messages {
    /// At the start of a connection, on which a message may have `longest` bytes.
    pub fn new(longest: u64) -> Self {
        Self { longest, header: Vec::new(), left: 0, length: 0 }
    }

    /// Takes the next bytes of the connection.
    ///
    /// # Errors
    /// If a message is too long.
    pub fn take(&mut self, mut bytes: &[u8]) -> Result<(), TooLong> {
        while let Some((&first, rest)) = bytes.split_first() {
            if self.left > 0 {
                let taken = self.left.min(bytes.len() as u64);
                self.left -= taken;
                bytes = &bytes[taken as usize..];
                continue;
            }
            self.header.push(first);
            bytes = rest;
            if let Some(content) = content(&self.header) {
                self.frame(content)?;
            }
        }
        Ok(())
    }

    /// A frame begins, with so many bytes of content.
    fn frame(&mut self, content: u64) -> Result<(), TooLong> {
        let is_control = self.header[0] & 0x08 != 0; // ping, pong or close: no part of a message
        let is_last = self.header[0] & 0x80 != 0;
        self.header.clear();
        self.left = content;
        if is_control {
            return if content <= 125 { Ok(()) } else { Err(TooLong) };
        }
        self.length = self.length.saturating_add(content);
        if self.length > self.longest {
            return Err(TooLong);
        }
        if is_last {
            self.length = 0;
        }
        Ok(())
    }
}

/// How many bytes of content a frame has, once its header is complete.
fn content(header: &[u8]) -> Option<u64> {
    let second = *header.get(1)?;
    let mask = if second & 0x80 != 0 { 4 } else { 0 };
    let (length_bytes, short) = match second & 0x7f {
        126 => (2, 0),
        127 => (8, 0),
        short => (0, u64::from(short)),
    };
    let length = header.get(2..2 + length_bytes)?;
    let long = length.iter().fold(0, |long, &byte| long << 8 | u64::from(byte));
    (header.len() == 2 + length_bytes + mask).then_some(short + long)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A frame as a client sends it, with a mask of zeros.
    fn frame(first: u8, content: usize) -> Vec<u8> {
        let mut frame = vec![first];
        match content {
            0..126 => frame.push(0x80 | content as u8),
            126..65536 => {
                frame.push(0x80 | 126);
                frame.extend((content as u16).to_be_bytes());
            }
            _ => {
                frame.push(0x80 | 127);
                frame.extend((content as u64).to_be_bytes());
            }
        }
        frame.extend([0; 4]);
        frame.extend(vec![7; content]);
        frame
    }

    const WHOLE: u8 = 0x82;
    const BEGINNING: u8 = 0x02;
    const MIDDLE: u8 = 0x00;
    const END: u8 = 0x80;
    const PING: u8 = 0x89;

    /// Whether all messages are short enough, whether the bytes come at once or one by one.
    fn pass(longest: u64, frames: &[(u8, usize)]) -> bool {
        let bytes: Vec<u8> = frames.iter().flat_map(|&(first, n)| frame(first, n)).collect();
        let at_once = Messages::new(longest).take(&bytes).is_ok();
        let mut messages = Messages::new(longest);
        let one_by_one = bytes.iter().all(|&byte| messages.take(&[byte]).is_ok());
        assert_eq!(at_once, one_by_one);
        at_once
    }

    #[test]
    fn messages_are_as_long_as_their_frames_together() {
        for n in [0, 1, 125, 126, 65_535, 65_536, 100_000] {
            let longest = n as u64;
            assert!(pass(longest, &[(WHOLE, n), (WHOLE, n), (PING, 3), (WHOLE, n)]), "{n}");
            assert!(!pass(longest, &[(WHOLE, n), (WHOLE, n + 1)]), "{n}");
        }
        assert!(pass(
            300,
            &[(BEGINNING, 100), (PING, 125), (MIDDLE, 100), (END, 100), (WHOLE, 300)]
        ));
        assert!(!pass(299, &[(BEGINNING, 100), (MIDDLE, 100), (END, 100)]));
        assert!(!pass(300, &[(PING, 126)]));
    }

    #[test]
    fn a_long_message_is_found_before_it_comes() {
        let header =
            [WHOLE, 0x80 | 127, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0];
        assert_eq!(Messages::new(1 << 30).take(&header), Err(TooLong));
        let mut fragments = Messages::new(1 << 30);
        assert_eq!(fragments.take(&frame(BEGINNING, 1)), Ok(()));
        let rest = [MIDDLE, 0x80 | 127, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0];
        assert_eq!(fragments.take(&rest), Err(TooLong));
    }
}
