//! Lets a process go that was created suspended.

use std::io;
use std::mem::size_of;
use std::os::windows::io::{FromRawHandle, OwnedHandle};

use windows::Win32::System::Diagnostics::ToolHelp::{
    CreateToolhelp32Snapshot, Thread32First, Thread32Next, TH32CS_SNAPTHREAD, THREADENTRY32,
};
use windows::Win32::System::Threading::{OpenThread, ResumeThread, THREAD_SUSPEND_RESUME};

/// std keeps the handle of the main thread to itself, so it is looked up; a suspended process has just that one.
pub fn resume(pid: u32) -> io::Result<()> {
    let mut entry = THREADENTRY32 {
        dwSize: size_of::<THREADENTRY32>() as u32,
        ..Default::default()
    };
    // SAFETY: the handles are fresh and owned once; the entry has its size set.
    unsafe {
        let snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0)?;
        let _snapshot = OwnedHandle::from_raw_handle(snapshot.0);
        let mut more = Thread32First(snapshot, &mut entry);
        while more.is_ok() {
            if entry.th32OwnerProcessID == pid {
                let thread = OpenThread(THREAD_SUSPEND_RESUME, false, entry.th32ThreadID)?;
                let _thread = OwnedHandle::from_raw_handle(thread.0);
                return if ResumeThread(thread) == u32::MAX {
                    Err(io::Error::last_os_error())
                } else {
                    Ok(())
                };
            }
            more = Thread32Next(snapshot, &mut entry);
        }
    }
    Err(io::Error::other("the suspended program has no thread"))
}
