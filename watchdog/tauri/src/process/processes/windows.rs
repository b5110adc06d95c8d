//! Windows: by handle, for as short as it takes.

use std::mem::size_of;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::path::Path;

use windows::core::PWSTR;
use windows::Win32::Foundation::{FILETIME, HANDLE, WAIT_TIMEOUT};
use windows::Win32::System::Diagnostics::ToolHelp::{
    CreateToolhelp32Snapshot, Process32FirstW, Process32NextW, PROCESSENTRY32W, TH32CS_SNAPPROCESS,
};
use windows::Win32::System::Threading::{
    GetProcessTimes, OpenProcess, QueryFullProcessImageNameW, TerminateProcess,
    WaitForSingleObject, PROCESS_ACCESS_RIGHTS, PROCESS_NAME_WIN32,
    PROCESS_QUERY_LIMITED_INFORMATION, PROCESS_SYNCHRONIZE, PROCESS_TERMINATE,
};

pub fn open(pid: u32, rights: PROCESS_ACCESS_RIGHTS) -> Option<OwnedHandle> {
    // SAFETY: the handle is fresh and owned once.
    unsafe {
        let handle = OpenProcess(rights, false, pid).ok()?;
        Some(OwnedHandle::from_raw_handle(handle.0))
    }
}

pub fn raw(handle: &impl AsRawHandle) -> HANDLE {
    HANDLE(handle.as_raw_handle())
}

/// As the 64 bits of a FILETIME.
pub fn start_of(pid: u32) -> Option<String> {
    let process = open(pid, PROCESS_QUERY_LIMITED_INFORMATION | PROCESS_SYNCHRONIZE)?;
    let [mut created, mut exited, mut kernel, mut user] = [FILETIME::default(); 4];
    // SAFETY: the handle lives until the end of the function, and so do the structures.
    unsafe {
        // Somebody's open handle keeps the number of one that has ended.
        if WaitForSingleObject(raw(&process), 0) != WAIT_TIMEOUT {
            return None;
        }
        GetProcessTimes(
            raw(&process),
            &mut created,
            &mut exited,
            &mut kernel,
            &mut user,
        )
        .ok()?;
    }
    let time = (u64::from(created.dwHighDateTime) << 32) | u64::from(created.dwLowDateTime);
    Some(time.to_string())
}

pub fn name_of(pid: u32) -> String {
    let mut buffer = [0u16; 1024];
    let mut length = buffer.len() as u32;
    let named = open(pid, PROCESS_QUERY_LIMITED_INFORMATION).is_some_and(|process| {
        // SAFETY: the buffer outlives the call and its length is given.
        unsafe {
            let text = PWSTR(buffer.as_mut_ptr());
            QueryFullProcessImageNameW(raw(&process), PROCESS_NAME_WIN32, text, &mut length).is_ok()
        }
    });
    if !named {
        return String::new();
    }
    let path = String::from_utf16_lossy(&buffer[..length as usize]);
    let name = Path::new(&path).file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

pub fn parent_of(pid: u32) -> Option<u32> {
    let mut entry = PROCESSENTRY32W {
        dwSize: size_of::<PROCESSENTRY32W>() as u32,
        ..Default::default()
    };
    // SAFETY: the snapshot is fresh and owned once; the entry has its size set.
    unsafe {
        let snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0).ok()?;
        let _snapshot = OwnedHandle::from_raw_handle(snapshot.0);
        let mut more = Process32FirstW(snapshot, &mut entry);
        while more.is_ok() {
            if entry.th32ProcessID == pid {
                return Some(entry.th32ParentProcessID).filter(|parent| is_older(*parent, pid));
            }
            more = Process32NextW(snapshot, &mut entry);
        }
    }
    None
}

/// A parent that is younger than its child is a stranger with its number; following it could go round for ever.
fn is_older(parent: u32, child: u32) -> bool {
    let time = |pid| start_of(pid)?.parse::<u64>().ok();
    matches!((time(parent), time(child)), (Some(parent), Some(child)) if parent < child)
}

/// Whom we may end.
pub fn is_ours(pid: u32) -> bool {
    open(pid, PROCESS_TERMINATE).is_some()
}

pub fn terminate(pid: u32) {
    if let Some(process) = open(pid, PROCESS_TERMINATE) {
        // SAFETY: the handle lives until the end of the block.
        let _ = unsafe { TerminateProcess(raw(&process), 1) };
    }
}

pub fn all() -> impl Iterator<Item = u32> {
    std::iter::empty()
}

pub fn innermost_pid(pid: u32) -> Option<u32> {
    Some(pid)
}

pub fn is_traced(_pid: u32) -> bool {
    false
}

pub fn namespace() -> Option<String> {
    None
}

pub fn namespace_of(_pid: u32) -> Option<String> {
    None
}

/// Windows needs none: its start times are never given twice.
pub fn boot_id() -> String {
    String::new()
}
