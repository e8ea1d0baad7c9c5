//! A decoded picture in full colour.

/// A decoded picture: 8 bits a channel, opacity included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raster {
    width: usize,
    height: usize,
    pixels: Vec<[u8; 4]>,
}

impl Raster {
    /// A picture of `width` columns whose pixels are `[red, green, blue, opacity]`, row by row. Pixels
    /// that do not fill a whole row are left out.
    pub fn new(width: usize, mut pixels: Vec<[u8; 4]>) -> Self {
        let height = pixels.len().checked_div(width).unwrap_or(0);
        pixels.truncate(width * height);
        Self { width, height, pixels }
    }

    /// An opaque grey picture of `width` columns, row by row from 0 (black) to 255 (white).
    pub fn grey(width: usize, pixels: &[u8]) -> Self {
        Self::new(width, pixels.iter().map(|&grey| [grey, grey, grey, 255]).collect())
    }

    /// The number of columns.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The number of rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// `[red, green, blue, opacity]` of each pixel, row by row.
    pub fn pixels(&self) -> &[[u8; 4]] {
        &self.pixels
    }

    /// Whether any pixel lets the background through.
    pub fn is_transparent(&self) -> bool {
        self.pixels.iter().any(|pixel| pixel[3] != 255)
    }

    /// The picture as a reader sees it, by the orientation that a camera notes in Exif: 1 as it is, 3 by
    /// half a turn, 6 and 8 by a quarter to the right and to the left, and 2, 4, 5, 7 mirrored. Other
    /// numbers mean nothing and change nothing.
    pub fn oriented(self, orientation: u8) -> Self {
        let (width, height) = (self.width, self.height);
        let (last_column, last_row) = (width.saturating_sub(1), height.saturating_sub(1));
        let turned = matches!(orientation, 5..=8);
        let (new_width, new_height) = if turned { (height, width) } else { (width, height) };
        let source = |x: usize, y: usize| match orientation {
            2 => (last_column - x, y),
            3 => (last_column - x, last_row - y),
            4 => (x, last_row - y),
            5 => (y, x),
            6 => (y, last_row - x),
            7 => (last_column - y, last_row - x),
            _ => (last_column - y, x),
        };
        if !(2..=8).contains(&orientation) {
            return self;
        }
        let places = (0..new_height).flat_map(|y| (0..new_width).map(move |x| (x, y)));
        let pixels = places.map(|(x, y)| source(x, y)).map(|(x, y)| self.pixels[y * width + x]);
        Self::new(new_width, pixels.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of the Exif standard: where the top left and the top right corner of the picture lie in
    /// the file.
    #[test]
    fn every_orientation_puts_the_corners_where_exif_says() {
        // a b c
        // d e f
        let pixels: Vec<u8> = b"abcdef".to_vec();
        for (orientation, expected, width) in [
            (0, b"abcdef", 3),
            (1, b"abcdef", 3),
            (2, b"cbafed", 3),
            (3, b"fedcba", 3),
            (4, b"defabc", 3),
            (5, b"adbecf", 2),
            (6, b"daebfc", 2),
            (7, b"fcebda", 2),
            (8, b"cfbead", 2),
            (9, b"abcdef", 3),
        ] {
            let turned = Raster::grey(3, &pixels).oriented(orientation);
            assert_eq!(turned, Raster::grey(width, expected), "{orientation}");
        }
    }
}
