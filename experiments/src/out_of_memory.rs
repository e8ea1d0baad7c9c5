//! An allocation that fails ends the program with a sentence and exit code 1, instead of aborting it.
//!
//! The sizes that settings ask for are checked before the first trial (`lab::needs`), by an estimate. What it
//! does not see, or what other programs take meanwhile, ends here. Finished trials are kept, as always.
//!
//! It is the program's global allocator around another one, which does the work.
#![allow(unsafe_code)] // an allocator hands out raw memory

use std::alloc::{GlobalAlloc, Layout};
use std::io::{self, Write};
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

/// The allocator `A`, whose failures end the program.
pub struct EndsTheProgram<A>(pub A);

// SAFETY: every call goes to `A` unchanged, and so does what it returns.
unsafe impl<A: GlobalAlloc> GlobalAlloc for EndsTheProgram<A> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the contract, which is that of `A`.
        or_end(unsafe { self.0.alloc(layout) }, layout.size())
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        or_end(unsafe { self.0.alloc_zeroed(layout) }, layout.size())
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as above.
        or_end(unsafe { self.0.realloc(memory, layout, size) }, size)
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { self.0.dealloc(memory, layout) }
    }
}

/// The memory, if it is there.
fn or_end(memory: *mut u8, size: usize) -> *mut u8 {
    if memory.is_null() {
        end(size);
    }
    memory
}

/// Says what failed, without allocating, and ends the program. If that fails for want of memory as well, the
/// caller gets no memory, and Rust aborts.
#[cold]
fn end(size: usize) {
    static IS_ENDING: AtomicBool = AtomicBool::new(false);
    if !IS_ENDING.swap(true, Ordering::Relaxed) {
        let _ = writeln!(
            io::stderr(),
            "error: out of memory: {size} more bytes are not free; finished trials are kept. Choose \
             smaller settings, or fewer trials in parallel with --jobs"
        );
        process::exit(1);
    }
}

#[cfg(test)]
mod tests {
    use std::alloc::System;
    use std::env;
    use std::hint::black_box;
    use std::process::Command;

    use super::*;

    #[test]
    fn memory_that_is_there_is_handed_through() {
        let allocator = EndsTheProgram(System);
        let layout = Layout::array::<u8>(64).unwrap();
        // SAFETY: the layout is not empty, and each memory is given back once, with its layout.
        unsafe {
            let memory = allocator.alloc_zeroed(layout);
            assert_eq!(*memory.add(63), 0);
            *memory = 7;
            let larger = allocator.realloc(memory, layout, 1 << 20);
            assert_eq!(*larger, 7);
            allocator.dealloc(larger, Layout::array::<u8>(1 << 20).unwrap());
        }
    }

    #[test]
    #[ignore = "it ends the process: the next test runs it in one of its own"]
    fn asks_for_too_much() {
        black_box(Vec::<u8>::with_capacity(isize::MAX as usize / 2));
    }

    #[test]
    fn an_allocation_that_fails_ends_the_program_with_a_sentence() {
        let mut this = Command::new(env::current_exe().unwrap());
        let output = this.args(["--ignored", "--exact", "out_of_memory::tests::asks_for_too_much"]);
        let output = output.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("error: out of memory: 4611686018427387903 more bytes"), "{said}");
    }
}
