package dev.kernelbridge.bind.call;

import static java.lang.constant.ConstantDescs.CD_MethodHandle;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.call.Argument.Factor;
import dev.kernelbridge.bind.call.Signature.Direction;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Writes the bytecode of one call: a static method of a hidden class, in the order that its steps are called here. Bytecode rather
 * than combined method handles, since straight code with one try reads in a stack trace and in the compiler's log as what a person
 * would have written by hand, and compiles to that.
 */
final class CallWriter {

    private static final ClassDesc SELF = ClassDesc.of("dev.kernelbridge.bind.call.Call");
    private static final ClassDesc FRAME = desc(Frame.class);
    private static final ClassDesc LOWER = desc(Lower.class);
    private static final ClassDesc CHECK = desc(ReturnCheck.class);
    private static final ClassDesc SEGMENT = desc(MemorySegment.class);
    private static final ClassDesc ARENA = desc(Arena.class);
    private static final ClassDesc INTS = CD_int.arrayType();

    private final Plan plan;
    private final MethodHandle downcall;
    private final List<Object> constants = new ArrayList<>();
    private final MethodType type;
    private CodeBuilder code;
    private int frame; // local variables from here on
    private int state;
    private int[] memory; // of each argument: the segment that Java gave
    private int[] lowered; // of each argument: what the linker gets

    private CallWriter(Plan plan, MethodHandle downcall) {
        this.plan = plan;
        this.downcall = downcall;
        this.type = erase(plan.signature().type());
    }

    /** {@return a handle of the signature's type that makes the call} */
    static MethodHandle write(Plan plan, MethodHandle downcall) {
        return new CallWriter(plan, downcall).write();
    }

    private MethodHandle write() {
        MethodTypeDesc desc = type.describeConstable().orElseThrow();
        byte[] bytes = ClassFile.of().build(SELF, c -> c.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
                .withMethodBody("call", desc, ClassFile.ACC_STATIC, this::body));
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClassWithClassData(bytes, List.copyOf(constants), false);
            return lookup.findStatic(lookup.lookupClass(), "call", type).asType(plan.signature().type());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("a class of our own package", e);
        }
    }

    private void body(CodeBuilder builder) {
        code = builder;
        int count = plan.arguments().size();
        memory = new int[count];
        lowered = new int[count];
        for (int i = 0; i < count; i++) {
            check(i);
        }
        if (plan.errnoAt() >= 0) {
            code.aload(code.parameterSlot(plan.errnoAt())).invokestatic(LOWER, "errnoRoom", MethodTypeDesc.of(CD_void, INTS));
        }
        if (plan.arenaAt() >= 0) {
            code.aload(code.parameterSlot(plan.arenaAt())).invokestatic(LOWER, "open", MethodTypeDesc.of(CD_void, ARENA));
        }
        for (int i = 0; i < count; i++) {
            size(i);
        }
        if (!plan.framed()) {
            call();
            return;
        }
        frame = code.allocateLocal(TypeKind.REFERENCE);
        if (plan.alwaysFramed()) {
            code.invokestatic(FRAME, "enter", MethodTypeDesc.of(FRAME));
        } else {
            code.aconst_null();
        }
        code.astore(frame);
        Label from = code.newBoundLabel();
        for (int i = 0; i < count; i++) {
            lower(i);
        }
        call();
        Label to = code.newBoundLabel();
        code.exceptionCatchAll(from, to, to);
        int thrown = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(thrown);
        leave();
        code.aload(thrown).athrow();
    }

    /** Conversions, null and what else can be refused by looking at one argument. */
    private void check(int i) {
        Argument argument = plan.arguments().get(i);
        int given = code.parameterSlot(argument.at());
        lowered[i] = given;
        if (argument.way() instanceof Argument.Value value && value.conversion() != null) {
            convert(value.conversion().make(), argument.at());
            lowered[i] = store(value.carrier());
        }
        boolean nullable = argument.way() instanceof Argument.Value // the conversion has its own opinion
                || argument.way() instanceof Argument.Memory memory && memory.nullable()
                || argument.way() instanceof Argument.Text text && text.nullable()
                || argument.way() instanceof Argument.Written written && written.nullable()
                || argument.way() instanceof Argument.Lambda lambda && lambda.nullable();
        if (!nullable) {
            code.aload(given).loadConstant(argument.what())
                    .invokestatic(LOWER, "required", MethodTypeDesc.of(CD_void, CD_Object, CD_String));
        }
        if (argument.way() instanceof Argument.Memory m) {
            convert(m.segment().make(), argument.at());
            memory[i] = store(MemorySegment.class);
            lowered[i] = memory[i];
            if (m.given() && m.strict() && !m.nullable()) {
                code.aload(memory[i]).loadConstant(argument.what())
                        .invokestatic(LOWER, "pointed", MethodTypeDesc.of(CD_void, SEGMENT, CD_String));
            }
            if (m.given() && m.direction() != Direction.IN) {
                code.aload(memory[i]).loadConstant(argument.what())
                        .invokestatic(LOWER, "writable", MethodTypeDesc.of(CD_void, SEGMENT, CD_String));
            }
        }
    }

    /** Whether an array has the length that C will take it to have. */
    private void size(int i) {
        if (!(plan.arguments().get(i).way() instanceof Argument.Memory m) || m.size().isEmpty()) {
            return;
        }
        code.aload(memory[i]).loadConstant(m.elementSize());
        for (int f = 0; f < m.size().size(); f++) {
            Factor factor = m.size().get(f);
            if (factor.argument() < 0) {
                code.loadConstant(factor.number());
            } else {
                factor(factor.argument());
            }
            if (f > 0) {
                code.invokestatic(LOWER, "times", MethodTypeDesc.of(CD_long, CD_long, CD_long));
            }
        }
        code.loadConstant(plan.sizeText(i)).invokestatic(LOWER, "sized", MethodTypeDesc.of(CD_void, SEGMENT, CD_long, CD_long, CD_String));
    }

    private void factor(int i) {
        Argument argument = plan.arguments().get(i);
        if (argument.way() instanceof Argument.Memory m) {
            code.aload(memory[i]).loadConstant(m.elementSize()).loadConstant(argument.what())
                    .invokestatic(LOWER, "first", MethodTypeDesc.of(CD_long, SEGMENT, CD_long, CD_String));
            return;
        }
        code.loadLocal(TypeKind.from(argument.carrier()), lowered[i]);
        toLong(argument.carrier(), argument.type());
    }

    /** An integer of C on the stack becomes a long of the same value. */
    private void toLong(Class<?> carrier, CType type) {
        if (carrier == long.class) {
            return;
        }
        code.i2l();
        boolean unsigned = type.strip() instanceof CType.Scalar s && !s.signed()
                || type.strip() instanceof CType.Enumeration e && !e.carrier().signed();
        if (unsigned && carrier != char.class) {
            code.loadConstant(-1L >>> 64 - 8 * bytes(carrier)).land();
        }
    }

    private static int bytes(Class<?> carrier) {
        return carrier == byte.class || carrier == boolean.class ? 1 : carrier == short.class || carrier == char.class ? 2 : 4;
    }

    /** What lives in the frame. */
    private void lower(int i) {
        Argument argument = plan.arguments().get(i);
        int given = code.parameterSlot(argument.at());
        if (argument.way() instanceof Argument.Text) {
            code.aload(frame).aload(given).loadConstant(argument.what())
                    .invokevirtual(FRAME, "text", MethodTypeDesc.of(SEGMENT, CD_String, CD_String));
            lowered[i] = store(MemorySegment.class);
        } else if (argument.way() instanceof Argument.Memory m && !plan.signature().isCritical()) {
            if (!plan.alwaysFramed()) {
                code.aload(frame).aload(memory[i]).invokestatic(FRAME, "forHeap", MethodTypeDesc.of(FRAME, FRAME, SEGMENT)).astore(frame);
            }
            Label done = code.newLabel();
            int local = code.allocateLocal(TypeKind.REFERENCE);
            for (int j = 0; j < i; j++) {
                if (plan.arguments().get(j).way() instanceof Argument.Memory other && (m.direction() != Direction.IN
                        || other.direction() != Direction.IN)) {
                    same(i, m, j, other, local, done);
                }
            }
            code.aload(frame).aload(memory[i]).invokestatic(FRAME, m.direction() == Direction.OUT ? "blank" : "copy",
                    MethodTypeDesc.of(SEGMENT, FRAME, SEGMENT)).astore(local).labelBinding(done);
            lowered[i] = local;
        } else if (argument.way() instanceof Argument.Written written) {
            lowered[i] = orNull(given, local -> {
                code.aload(frame).loadConstant(written.size()).loadConstant(written.alignment())
                        .invokevirtual(FRAME, "allocate", MethodTypeDesc.of(SEGMENT, CD_long, CD_long)).astore(local);
                constant(written.writer().asType(MethodType.methodType(void.class, Object.class, MemorySegment.class)));
                code.aload(given).aload(local).invokevirtual(CD_MethodHandle, "invokeExact", MethodTypeDesc.of(CD_void, CD_Object,
                        SEGMENT));
            });
        } else if (argument.way() instanceof Argument.Lambda lambda) {
            lowered[i] = orNull(given, local -> {
                constant(lambda.stub().asType(MethodType.methodType(MemorySegment.class, Object.class, Arena.class)));
                code.aload(given).aload(frame).invokevirtual(FRAME, "arena", MethodTypeDesc.of(ARENA))
                        .invokevirtual(CD_MethodHandle, "invokeExact", MethodTypeDesc.of(SEGMENT, CD_Object, ARENA)).astore(local);
            });
        }
    }

    /** One copy for two arguments that are the same memory, of which C writes at least one. */
    private void same(int i, Argument.Memory m, int j, Argument.Memory other, int local, Label done) {
        int fill = other.direction() == Direction.OUT && m.direction() != Direction.OUT ? 1 : 0;
        int given = plan.arguments().get(i).at();
        int before = plan.arguments().get(j).at();
        Label next = code.newLabel();
        if (m.given() || other.given()) {
            code.aload(memory[i]).aload(memory[j]).aload(lowered[j]).loadConstant(fill).loadConstant(plan.arguments().get(i).what())
                    .invokestatic(FRAME, "shared", MethodTypeDesc.of(SEGMENT, SEGMENT, SEGMENT, SEGMENT, CD_boolean, CD_String))
                    .astore(local).aload(local).ifnonnull(done);
        } else if (type.parameterType(given) == type.parameterType(before)) { // comparing two references is all that it costs
            code.aload(code.parameterSlot(given)).aload(code.parameterSlot(before)).if_acmpne(next)
                    .aload(memory[i]).aload(lowered[j]).loadConstant(fill)
                    .invokestatic(FRAME, "twin", MethodTypeDesc.of(SEGMENT, SEGMENT, SEGMENT, CD_boolean)).astore(local).goto_(done);
        }
        code.labelBinding(next);
    }

    /** A local variable that is NULL where the parameter is null. */
    private int orNull(int given, IntConsumer other) {
        int local = code.allocateLocal(TypeKind.REFERENCE);
        Label there = code.newLabel();
        Label done = code.newLabel();
        code.aload(given).ifnonnull(there);
        code.getstatic(SEGMENT, "NULL", SEGMENT).astore(local).goto_(done).labelBinding(there);
        other.accept(local);
        code.labelBinding(done);
        return local;
    }

    /** The call, and all that follows. */
    private void call() {
        if (plan.keepsErrno()) {
            code.aload(frame).invokevirtual(FRAME, "state", MethodTypeDesc.of(SEGMENT));
            state = store(MemorySegment.class);
        }
        constant(downcall);
        switch (plan.result().memory()) {
            case NONE -> { }
            case FRAME -> code.aload(frame).checkcast(desc(SegmentAllocator.class));
            case ARENA -> {
                arena();
                code.checkcast(desc(SegmentAllocator.class));
            }
        }
        if (plan.keepsErrno()) {
            code.aload(state);
        }
        for (int i = 0; i < lowered.length; i++) {
            code.loadLocal(TypeKind.from(plan.arguments().get(i).carrier()), lowered[i]);
        }
        code.invokevirtual(CD_MethodHandle, "invokeExact", downcall.type().describeConstable().orElseThrow());
        Class<?> carrier = plan.result().carrier();
        int returned = carrier == void.class ? -1 : store(carrier);
        for (Argument a : plan.arguments()) { // C had the addresses of what only the array keeps from the garbage collector
            if (plan.signature().parameters().get(a.at()).type() == MemorySegment[].class) {
                code.aload(code.parameterSlot(a.at())).invokestatic(desc(Reference.class), "reachabilityFence",
                        MethodTypeDesc.of(CD_void, CD_Object));
            }
        }
        if (!plan.signature().isCritical()) {
            back();
            code.invokestatic(desc(Trap.class), "rethrow", MethodTypeDesc.of(CD_void));
        } else {
            backOfShort();
        }
        if (plan.errnoAt() >= 0) {
            code.aload(state).aload(code.parameterSlot(plan.errnoAt()))
                    .invokestatic(LOWER, "errno", MethodTypeDesc.of(CD_void, SEGMENT, INTS));
        }
        if (plan.check() != null) {
            constant(plan.check(), CHECK);
            code.loadLocal(TypeKind.from(carrier), returned);
            if (carrier == MemorySegment.class) {
                code.invokeinterface(SEGMENT, "address", MethodTypeDesc.of(CD_long));
            } else if (carrier != long.class) {
                code.i2l();
            }
            if (plan.keepsErrno()) {
                code.aload(state);
            } else {
                code.aconst_null();
            }
            code.invokevirtual(CHECK, "check", MethodTypeDesc.of(CD_void, CD_long, SEGMENT));
        }
        finish(returned);
    }

    private void finish(int returned) {
        Result result = plan.result();
        int answer = -1;
        if (type.returnType() != void.class) {
            answer = returned;
            if (result.conversion() != null) {
                MethodHandle conversion = result.conversion().make();
                MethodType converting = conversion.type().changeReturnType(type.returnType());
                constant(conversion.asType(converting));
                code.loadLocal(TypeKind.from(result.carrier()), returned);
                if (result.owner()) {
                    arena();
                }
                code.invokevirtual(CD_MethodHandle, "invokeExact", converting.describeConstable().orElseThrow());
                answer = store(type.returnType());
            }
        }
        if (plan.framed()) {
            leave();
        }
        if (answer >= 0) {
            code.loadLocal(TypeKind.from(type.returnType()), answer);
        }
        code.return_(TypeKind.from(type.returnType()));
    }

    private void back() {
        for (int i = 0; i < lowered.length; i++) {
            Argument argument = plan.arguments().get(i);
            if (argument.way() instanceof Argument.Memory m && m.direction() != Direction.IN) {
                code.aload(lowered[i]).aload(memory[i]).invokestatic(FRAME, "back", MethodTypeDesc.of(CD_void, SEGMENT, SEGMENT));
            }
        }
        backOfShort();
    }

    /** Arrays that stand for others: booleans and pointers. */
    private void backOfShort() {
        for (int i = 0; i < lowered.length; i++) {
            Argument argument = plan.arguments().get(i);
            if (argument.way() instanceof Argument.Memory m && m.back() != null && m.direction() != Direction.IN) {
                MethodHandle back = m.back().make();
                MethodType taking = back.type().changeParameterType(0, type.parameterType(argument.at()));
                constant(back.asType(taking));
                code.aload(code.parameterSlot(argument.at())).aload(memory[i])
                        .invokevirtual(CD_MethodHandle, "invokeExact", taking.describeConstable().orElseThrow());
            }
        }
    }

    private void leave() {
        Label none = code.newLabel();
        if (!plan.alwaysFramed()) {
            code.aload(frame).ifnull(none);
        }
        code.aload(frame).invokevirtual(FRAME, "leave", MethodTypeDesc.of(CD_void)).labelBinding(none);
    }

    /** The method's own Arena, or one that the garbage collector closes. */
    private void arena() {
        if (plan.arenaAt() >= 0) {
            code.aload(code.parameterSlot(plan.arenaAt()));
        } else {
            code.invokestatic(ARENA, "ofAuto", MethodTypeDesc.of(ARENA), true);
        }
    }

    private void convert(MethodHandle conversion, int at) {
        MethodType converting = conversion.type().changeParameterType(0, type.parameterType(at));
        constant(conversion.asType(converting));
        code.loadLocal(TypeKind.from(type.parameterType(at)), code.parameterSlot(at))
                .invokevirtual(CD_MethodHandle, "invokeExact", converting.describeConstable().orElseThrow());
    }

    private int store(Class<?> kind) {
        int local = code.allocateLocal(TypeKind.from(kind));
        code.storeLocal(TypeKind.from(kind), local);
        return local;
    }

    private void constant(MethodHandle handle) {
        constant(handle, CD_MethodHandle);
    }

    private void constant(Object value, ClassDesc as) {
        code.ldc(DynamicConstantDesc.ofNamed(ConstantDescs.BSM_CLASS_DATA_AT, ConstantDescs.DEFAULT_NAME, as, constants.size()));
        constants.add(value);
    }

    /** Types that this class loader may not know become Object; the handle's type puts them back. */
    private static MethodType erase(MethodType type) {
        MethodType erased = type.changeReturnType(erase(type.returnType()));
        for (int i = 0; i < type.parameterCount(); i++) {
            erased = erased.changeParameterType(i, erase(type.parameterType(i)));
        }
        return erased;
    }

    private static Class<?> erase(Class<?> type) {
        boolean known = type.isPrimitive() || type == String.class || type == MemorySegment.class || type == Arena.class
                || type.isArray() && type.componentType().isPrimitive();
        return known ? type : Object.class;
    }

    private static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }
}
