package dev.sluice.rtmp.fault;

/** Something is wrong with a connection, which must be closed. The message is one clear sentence without secrets. */
public final class RtmpFaultException extends Exception {
    private static final long serialVersionUID = 1L;

    private final RtmpFault fault;

    public RtmpFaultException(RtmpFault fault, String message) {
        super(message);
        this.fault = fault;
    }

    public RtmpFault fault() {
        return fault;
    }
}
