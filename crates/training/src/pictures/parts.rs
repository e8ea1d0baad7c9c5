//! The connected parts of the strokes: which belong to the digit, and whether there are several digits.

/// A connected part of the strokes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The number of its pixels.
    pub area: usize,
    /// The rectangle around it.
    pub frame: Frame,
}

/// A rectangle of pixels: from `left` and `top` up to, and without, `right` and `bottom`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The first column.
    pub left: usize,
    /// The first row.
    pub top: usize,
    /// The column behind the last one.
    pub right: usize,
    /// The row behind the last one.
    pub bottom: usize,
}

impl Frame {
    /// The number of columns.
    pub fn width(&self) -> usize {
        self.right - self.left
    }

    /// The number of rows.
    pub fn height(&self) -> usize {
        self.bottom - self.top
    }

    /// The longer one of the two.
    pub fn longest(&self) -> usize {
        self.width().max(self.height())
    }

    /// The rectangle around both.
    pub fn with(&self, other: &Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// How many pixels lie between the two, in the direction in which they are farther apart.
    pub fn gap(&self, other: &Self) -> usize {
        let apart = |from: usize, to: usize| from.saturating_sub(to);
        let across = apart(self.left, other.right).max(apart(other.left, self.right));
        let down = apart(self.top, other.bottom).max(apart(other.top, self.bottom));
        across.max(down)
    }
}

/// The connected parts of a mask of `width` columns (pixels that touch by a side or a corner), and the
/// number of its part for each pixel, from 1; 0 where the mask is false.
pub fn parts(mask: &[bool], width: usize) -> (Vec<Part>, Vec<u32>) {
    let height = mask.len().checked_div(width).unwrap_or(0);
    let mut numbers = vec![0u32; mask.len()];
    let mut parts = Vec::new();
    let mut open = Vec::new();
    for start in 0..mask.len() {
        if !mask[start] || numbers[start] != 0 {
            continue;
        }
        let number = parts.len() as u32 + 1;
        let (x, y) = (start % width, start / width);
        let mut part =
            Part { area: 0, frame: Frame { left: x, top: y, right: x + 1, bottom: y + 1 } };
        numbers[start] = number;
        open.push(start);
        while let Some(i) = open.pop() {
            let (x, y) = (i % width, i / width);
            part.area += 1;
            let here = Frame { left: x, top: y, right: x + 1, bottom: y + 1 };
            part.frame = part.frame.with(&here);
            for y in y.saturating_sub(1)..(y + 2).min(height) {
                for x in x.saturating_sub(1)..(x + 2).min(width) {
                    let i = y * width + x;
                    if mask[i] && numbers[i] == 0 {
                        numbers[i] = number;
                        open.push(i);
                    }
                }
            }
        }
        parts.push(part);
    }
    (parts, numbers)
}

/// Which parts belong to what is drawn: not specks, not what lies far away, and not what only reaches in
/// from the border (the edge of the paper, a shadow, a line of a table) while the main part does not
/// touch it. The picture has `width` × `height` pixels.
pub fn drawn(parts: &[Part], width: usize, height: usize) -> Vec<bool> {
    let touches = |part: &Part| {
        let frame = part.frame;
        frame.left == 0 || frame.top == 0 || frame.right == width || frame.bottom == height
    };
    // The longest part away from the border; what is large there is a digit.
    let size = |part: &&Part| part.frame.longest() * 4 + part.area.isqrt();
    let inner = parts.iter().filter(|part| !touches(part)).max_by_key(size);
    let outer = parts.iter().filter(|part| touches(part)).max_by_key(size);
    let main = match (inner, outer) {
        (Some(inner), Some(outer)) => {
            let tall = inner.frame.longest() * 100 >= 15 * width.min(height);
            let near = inner.frame.gap(&outer.frame) * 10 < outer.frame.longest();
            let smaller = inner.area * 2 < outer.area && is_around(outer, width, height);
            if tall && (!near || smaller || inner.area * 2 >= outer.area) { inner } else { outer }
        }
        (Some(inner), None) => inner,
        (None, Some(outer)) => outer,
        (None, None) => return Vec::new(),
    };
    let main_touches = touches(main);
    let belongs = |part: &Part| {
        if part == main {
            return true;
        }
        let (gap, size) = (part.frame.gap(&main.frame), main.frame.longest());
        let large = part.frame.longest() * 2 >= size && part.area * 6 >= main.area;
        let speck = part.area * 200 < main.area && part.frame.longest() * 12 < size;
        let near = gap * 4 <= size;
        if touches(part) && !main_touches && !(near && part.frame.longest() < size) {
            return false;
        }
        !speck
            && (large || near && (part.area * 60 >= main.area || part.frame.longest() * 8 >= size))
    };
    parts.iter().map(belongs).collect()
}

/// Whether a part runs along most of the border, as the edge of a sheet of paper does.
fn is_around(part: &Part, width: usize, height: usize) -> bool {
    part.frame.width() * 10 >= 8 * width || part.frame.height() * 10 >= 8 * height
}

/// The groups of parts that lie apart from each other, from left to right, if several of them are as large
/// as a digit: parts above each other, and small parts beside a large one, belong together.
pub fn digits(parts: &[Part]) -> Vec<Frame> {
    let tallest = parts.iter().map(|part| part.frame.height()).max().unwrap_or(0);
    let mut groups: Vec<Frame> = Vec::new();
    let mut frames: Vec<Frame> = parts
        .iter()
        .filter(|part| part.frame.height() * 2 >= tallest)
        .map(|part| part.frame)
        .collect();
    frames.sort_by_key(|frame| frame.left);
    for frame in frames {
        match groups.last_mut() {
            // One above the other, or overlapping.
            Some(last) if frame.left < last.right => *last = last.with(&frame),
            _ => groups.push(frame),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask(rows: &[&str]) -> (Vec<bool>, usize) {
        (rows.concat().bytes().map(|byte| byte == b'#').collect(), rows[0].len())
    }

    #[test]
    fn parts_touch_by_sides_and_corners() {
        let (mask, width) = mask(&["#..#", ".#.#", "....", "##.."]);
        let (parts, numbers) = parts(&mask, width);
        assert_eq!(numbers, [1, 0, 0, 2, 0, 1, 0, 2, 0, 0, 0, 0, 3, 3, 0, 0]);
        assert_eq!(parts.iter().map(|part| part.area).collect::<Vec<_>>(), [2, 2, 2]);
        assert_eq!(parts[0].frame, Frame { left: 0, top: 0, right: 2, bottom: 2 });
        assert_eq!(parts[1].frame.gap(&parts[2].frame), 1);
    }
}
