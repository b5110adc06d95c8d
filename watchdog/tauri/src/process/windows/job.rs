//! Job Objects: the members and all that they start. The kernel ends them with the last handle, which is ours alone (it
//! is not inherited), so also when we are killed.

use std::io;
use std::mem::size_of;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::sync::{Mutex, MutexGuard, PoisonError};

use windows::core::PCWSTR;
use windows::Win32::System::JobObjects::{
    AssignProcessToJobObject, CreateJobObjectW, JobObjectBasicProcessIdList,
    JobObjectExtendedLimitInformation, QueryInformationJobObject, SetInformationJobObject,
    TerminateJobObject, JOBOBJECT_EXTENDED_LIMIT_INFORMATION, JOB_OBJECT_LIMIT,
    JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE, JOB_OBJECT_LIMIT_SILENT_BREAKAWAY_OK,
};
use windows::Win32::System::Threading::GetCurrentProcess;

use crate::process::processes::raw;

pub struct Job(OwnedHandle);

impl Job {
    pub fn new() -> io::Result<Self> {
        // SAFETY: the handle is fresh and owned once.
        let handle =
            unsafe { OwnedHandle::from_raw_handle(CreateJobObjectW(None, PCWSTR::null())?.0) };
        let job = Self(handle);
        job.hold_newcomers(true)?;
        Ok(job)
    }

    /// Whether what members start from now on is in it too: always, save in the job of the app itself.
    fn hold_newcomers(&self, held: bool) -> io::Result<()> {
        let mut limits = JOBOBJECT_EXTENDED_LIMIT_INFORMATION::default();
        let break_away = if held {
            JOB_OBJECT_LIMIT(0)
        } else {
            JOB_OBJECT_LIMIT_SILENT_BREAKAWAY_OK
        };
        limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | break_away;
        // SAFETY: the structure outlives the call and its size is given.
        unsafe {
            SetInformationJobObject(
                raw(&self.0),
                JobObjectExtendedLimitInformation,
                (&raw const limits).cast(),
                size_of::<JOBOBJECT_EXTENDED_LIMIT_INFORMATION>() as u32,
            )?;
        }
        Ok(())
    }

    pub fn add(&self, process: &impl AsRawHandle) -> io::Result<()> {
        // SAFETY: both handles are alive.
        unsafe { AssignProcessToJobObject(raw(&self.0), raw(process))? };
        Ok(())
    }

    pub fn terminate(&self) {
        // As `taskkill /F` has it.
        const KILLED: u32 = 1;
        // SAFETY: the handle lives as long as `self`.
        let _ = unsafe { TerminateJobObject(raw(&self.0), KILLED) };
    }

    /// The pids of those who live, up to a thousand of them.
    pub fn members(&self) -> Vec<u32> {
        // JOBOBJECT_BASIC_PROCESS_ID_LIST: two counts of 32 bits, then the pids, each in the room of a pointer.
        const MOST: usize = 1_024;
        const COUNTS: usize = 8 / size_of::<usize>();
        let mut list = [0_usize; COUNTS + MOST];
        // SAFETY: the list outlives the call and its size is given. Too small a one is refused, but is filled as far as
        // it goes.
        let _ = unsafe {
            QueryInformationJobObject(
                Some(raw(&self.0)),
                JobObjectBasicProcessIdList,
                list.as_mut_ptr().cast(),
                size_of_val(&list) as u32,
                None,
            )
        };
        list[COUNTS..]
            .iter()
            .map(|pid| *pid as u32)
            .take_while(|pid| *pid != 0)
            .collect()
    }
}

/// The app's own, held to its end.
static HOST: Mutex<Option<Job>> = Mutex::new(None);

/// Puts the app into a job of its own, which lets everything break away: what else it starts is no business of ours.
pub fn enter_host_job() -> io::Result<()> {
    enter().map(drop)
}

/// Between its birth and its place in a job of its own, a process would be in nobody's. While `start` works nothing
/// breaks away from the app's job, so the process is born in it, and the kernel ends it if we are killed just then.
pub fn start_in_host_job<Started>(
    start: impl FnOnce() -> io::Result<Started>,
) -> io::Result<Started> {
    let host = enter()?;
    let job = host.as_ref().expect("it was entered");
    job.hold_newcomers(true)?;
    let started = start();
    job.hold_newcomers(false)?;
    started
}

fn enter() -> io::Result<MutexGuard<'static, Option<Job>>> {
    let mut host = HOST.lock().unwrap_or_else(PoisonError::into_inner);
    if host.is_none() {
        let job = Job::new()?;
        job.hold_newcomers(false)?;
        // SAFETY: both handles are alive; that of the process itself needs no closing.
        unsafe { AssignProcessToJobObject(raw(&job.0), GetCurrentProcess())? };
        *host = Some(job);
    }
    Ok(host)
}
