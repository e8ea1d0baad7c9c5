//! A network with one hidden layer, written by hand: what automatic gradients are compared with, and whose
//! multiplications can be counted.

/// A network with one hidden layer, by hand and in 64 bits: sigmoid, then softmax with cross-entropy.
pub struct Network<'a> {
    /// Inputs, hidden neurons, outputs.
    pub shape: [usize; 3],
    /// `[images, inputs]`
    pub x: &'a [f64],
    /// The label of each image.
    pub labels: &'a [usize],
    /// Multiplications in matrix products so far. Everything else costs no more than a few operations per
    /// neuron.
    pub multiplications: u64,
}

impl Network<'_> {
    /// Where W₁ `[inputs, hidden]`, b₁, W₂ `[hidden, outputs]` and b₂ end in the list of parameters.
    pub fn ends(&self) -> [usize; 4] {
        let [inputs, hidden, outputs] = self.shape;
        let w1 = inputs * hidden;
        [w1, w1 + hidden, w1 + hidden + hidden * outputs, w1 + hidden + hidden * outputs + outputs]
    }

    /// `a` `[m, k]` times `b` `[k, n]`.
    fn product(&mut self, a: &[f64], b: &[f64], [m, k, n]: [usize; 3]) -> Vec<f64> {
        self.multiplications += (m * k * n) as u64;
        let mut c = vec![0.0; m * n];
        for (row, a) in c.chunks_mut(n).zip(a.chunks(k)) {
            for (a, b) in a.iter().zip(b.chunks(n)) {
                row.iter_mut().zip(b).for_each(|(c, b)| *c += a * b);
            }
        }
        c
    }

    /// The hidden activations and the class probabilities.
    fn forward(&mut self, parameters: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let ([inputs, hidden, outputs], n) = (self.shape, self.labels.len());
        let [w1, b1, w2, _] = self.ends();
        let mut h = self.product(self.x, &parameters[..w1], [n, inputs, hidden]);
        for (i, a) in h.iter_mut().enumerate() {
            *a = 1.0 / (1.0 + (-(*a + parameters[w1 + i % hidden])).exp());
        }
        let mut y = self.product(&h, &parameters[b1..w2], [n, hidden, outputs]);
        for logits in y.chunks_mut(outputs) {
            logits.iter_mut().zip(&parameters[w2..]).for_each(|(y, b)| *y = (*y + b).exp());
            let sum: f64 = logits.iter().sum();
            logits.iter_mut().for_each(|y| *y /= sum);
        }
        (h, y)
    }

    /// The loss −(1/N) Σ ln y_label, with the probabilities y.
    pub fn loss(&mut self, parameters: &[f64]) -> f64 {
        let (_, y) = self.forward(parameters);
        let images = y.chunks(self.shape[2]).zip(self.labels);
        -images.map(|(y, &label)| y[label].ln()).sum::<f64>() / self.labels.len() as f64
    }

    /// Backpropagation, layer by layer: ∂L/∂W₁, ∂L/∂b₁, ∂L/∂W₂, ∂L/∂b₂ in one list.
    pub fn gradient(&mut self, parameters: &[f64]) -> Vec<f64> {
        let ([inputs, hidden, outputs], n) = (self.shape, self.labels.len());
        let (h, mut d2) = self.forward(parameters);
        // (y − t) / N
        for (y, &label) in d2.chunks_mut(outputs).zip(self.labels) {
            y[label] -= 1.0;
            y.iter_mut().for_each(|y| *y /= n as f64);
        }
        let [_, b1, w2, _] = self.ends();
        let w2_turned = transposed(&parameters[b1..w2], outputs);
        let dw2 = self.product(&transposed(&h, hidden), &d2, [hidden, n, outputs]);
        let mut d1 = self.product(&d2, &w2_turned, [n, outputs, hidden]);
        d1.iter_mut().zip(&h).for_each(|(d, h)| *d *= h * (1.0 - h));
        let dw1 = self.product(&transposed(self.x, inputs), &d1, [inputs, n, hidden]);
        [dw1, column_sums(&d1, hidden), dw2, column_sums(&d2, outputs)].concat()
    }
}

fn transposed(a: &[f64], columns: usize) -> Vec<f64> {
    (0..columns).flat_map(|column| a.iter().skip(column).step_by(columns).copied()).collect()
}

fn column_sums(a: &[f64], columns: usize) -> Vec<f64> {
    (0..columns).map(|column| a.iter().skip(column).step_by(columns).sum()).collect()
}
