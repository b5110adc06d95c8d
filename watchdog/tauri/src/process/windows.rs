//! Windows: a Job Object that ends every descendant with its last handle, which is ours: also when we are killed.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::mem::size_of;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::os::windows::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use windows::core::PCWSTR;
use windows::Win32::Foundation::HANDLE;
use windows::Win32::System::Diagnostics::ToolHelp::{
    CreateToolhelp32Snapshot, Thread32First, Thread32Next, TH32CS_SNAPTHREAD, THREADENTRY32,
};
use windows::Win32::System::JobObjects::{
    AssignProcessToJobObject, CreateJobObjectW, JobObjectBasicProcessIdList,
    JobObjectExtendedLimitInformation, QueryInformationJobObject, SetInformationJobObject,
    TerminateJobObject, JOBOBJECT_BASIC_PROCESS_ID_LIST, JOBOBJECT_EXTENDED_LIMIT_INFORMATION,
    JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE,
};
use windows::Win32::System::Threading::{
    GetExitCodeProcess, OpenThread, ResumeThread, WaitForSingleObject, CREATE_NO_WINDOW,
    CREATE_SUSPENDED, INFINITE, THREAD_SUSPEND_RESUME,
};

use super::{Exit, Program, Read, Signal, Spawned};
use crate::core::engine::TierFinding;

/// How this system can hold a tree together.
pub fn findings() -> Vec<TierFinding> {
    vec![TierFinding {
        tier: "job",
        available: true,
        reason: "",
    }]
}

/// Suspended, put into the job, and only then let go: a program that starts others at once must not be faster.
pub fn spawn(program: &Program) -> io::Result<(Tree, Spawned)> {
    let mut command = Command::new(&program.program);
    command
        .args(&program.args)
        .current_dir(&program.folder)
        .creation_flags(CREATE_SUSPENDED.0 | CREATE_NO_WINDOW.0)
        .stdin(if program.link {
            Stdio::piped()
        } else {
            Stdio::null()
        })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    for (name, value) in &program.environment {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let job = create_job()?;
    let mut child = command.spawn()?;
    if let Err(error) = contain(&job, &child) {
        let _ = child.kill();
        return Err(error);
    }
    let spawned = Spawned {
        pid: child.id(),
        input: child
            .stdin
            .take()
            .map(|pipe| Input(File::from(OwnedHandle::from(pipe)))),
        output: Output::new(child.stdout.take().expect("stdout is piped").into()),
        errors: Output::new(child.stderr.take().expect("stderr is piped").into()),
    };
    Ok((Tree { job, leader: child }, spawned))
}

fn create_job() -> io::Result<OwnedHandle> {
    let mut limits = JOBOBJECT_EXTENDED_LIMIT_INFORMATION::default();
    limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
    // SAFETY: the handle is fresh and owned once; the structure outlives the call and its size is given.
    unsafe {
        let job = OwnedHandle::from_raw_handle(CreateJobObjectW(None, PCWSTR::null())?.0);
        SetInformationJobObject(
            raw(&job),
            JobObjectExtendedLimitInformation,
            (&raw const limits).cast(),
            size_of::<JOBOBJECT_EXTENDED_LIMIT_INFORMATION>() as u32,
        )?;
        Ok(job)
    }
}

fn contain(job: &OwnedHandle, child: &Child) -> io::Result<()> {
    // SAFETY: both handles are alive.
    unsafe { AssignProcessToJobObject(raw(job), raw(child))? };
    resume(child.id())
}

/// std keeps the handle of the main thread to itself, so it is looked up; a suspended process has just that one.
fn resume(pid: u32) -> io::Result<()> {
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

fn raw(handle: &impl AsRawHandle) -> HANDLE {
    HANDLE(handle.as_raw_handle())
}

/// The leader and all that it started.
pub struct Tree {
    job: OwnedHandle,
    leader: Child,
}

impl Tree {
    /// Blocks until the leader has ended.
    pub fn wait(&self) -> Exit {
        let mut code = 0;
        // SAFETY: the handle lives as long as `self`.
        let known = unsafe {
            WaitForSingleObject(raw(&self.leader), INFINITE);
            GetExitCodeProcess(raw(&self.leader), &mut code)
        };
        // Windows' codes are unsigned, and 0xC0000005 is one: the same 32 bits, as Python and Node show them.
        Exit {
            code: known.ok().map(|()| code.cast_signed()),
            signal: None,
        }
    }

    /// SIGTERM is not deliverable here: the message and the closed stdin were the polite end.
    pub fn signal(&self, signal: Signal) {
        if signal == Signal::Kill {
            // SAFETY: the handle lives as long as `self`.
            let _ = unsafe { TerminateJobObject(raw(&self.job), 1) };
        }
    }

    /// Kills what is left until nothing is. Returns the pids that are still there at the deadline.
    pub fn end(&self, limit: Duration) -> Vec<u32> {
        let deadline = Instant::now() + limit;
        loop {
            self.signal(Signal::Kill);
            let left = self.members();
            if left.is_empty() || Instant::now() >= deadline {
                return left;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// At most the first one: enough to know that somebody is left, and whom to name.
    fn members(&self) -> Vec<u32> {
        let mut list = JOBOBJECT_BASIC_PROCESS_ID_LIST::default();
        // SAFETY: the structure outlives the call and its size is given. Too small a list fails with ERROR_MORE_DATA,
        // but is filled as far as it goes.
        let _ = unsafe {
            QueryInformationJobObject(
                Some(raw(&self.job)),
                JobObjectBasicProcessIdList,
                (&raw mut list).cast(),
                size_of::<JOBOBJECT_BASIC_PROCESS_ID_LIST>() as u32,
                None,
            )
        };
        if list.NumberOfAssignedProcesses == 0 {
            return Vec::new();
        }
        vec![list.ProcessIdList[0] as u32]
    }
}

/// Our end of the backend's stdout or stderr. Anonymous pipes can't be waited for with a limit here; but ending the
/// job ends everybody who could hold the other end.
pub struct Output(File);

impl Output {
    fn new(pipe: OwnedHandle) -> Self {
        Self(File::from(pipe))
    }

    /// Blocks until there is something to tell. An error of the pipe is its end.
    pub fn read(&mut self, buffer: &mut [u8]) -> Read {
        match self.0.read(buffer) {
            Ok(0) | Err(_) => Read::End,
            Ok(count) => Read::Bytes(count),
        }
    }
}

/// Our end of the backend's stdin.
pub struct Input(File);

impl Input {
    /// Blocks while the backend does not read; fails once it has ended.
    pub fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }
}
