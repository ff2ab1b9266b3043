package dev.kernelbridge.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The compiled code of loops by the Vector API keeps the rules of {@link DoubleVectorLog}, or C2 makes an object of each vector. */
class VectorCodeTest {
    private static final String API = "jdk/incubator/vector/";
    /** C2's FreqInlineSize: longer methods are compiled for themselves. */
    private static final int INLINED = 325;

    @ParameterizedTest
    @ValueSource(classes = {DoubleVectorExp.class, DoubleVectorLog.class, DoubleVectorSine.class, DoubleVectorSums.class,
        FloatVectorExp.class, FloatVectorLog.class, FloatVectorSine.class, FloatVectorSums.class})
    void loopsAreTooLongForTheirCallers(Class<?> loops) throws IOException {
        int found = 0;
        for (MethodModel method : read(loops).methods()) {
            CodeAttribute code = method.findAttribute(Attributes.code()).orElseThrow();
            boolean vectors = code.elementStream().anyMatch(e -> e instanceof InvokeInstruction call
                    && call.owner().asInternalName().startsWith(API));
            boolean loop = code.elementStream().anyMatch(BranchInstruction.class::isInstance);
            if (vectors && loop) {
                found++;
                assertTrue(code.codeLength() > INLINED, method.methodName() + ": " + code.codeLength() + " bytes of code");
            }
        }
        assertEquals(loops.getSimpleName().endsWith("Sums") ? 5 : 1, found, "loops");
    }

    @ParameterizedTest
    @ValueSource(classes = {DoubleVectorExp.class, DoubleVectorLog.class, DoubleVectorSine.class, DoubleVectorSums.class,
        FloatVectorExp.class, FloatVectorLog.class, FloatVectorSine.class, FloatVectorSums.class, DoubleTiles.class, FloatTiles.class})
    void noMethodOfOursTakesOrGivesVectors(Class<?> loops) throws IOException {
        for (MethodModel method : read(loops).methods()) {
            assertFalse(method.methodType().stringValue().contains(API), method.methodName() + " " + method.methodType());
        }
    }

    private static ClassModel read(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            return ClassFile.of().parse(in.readAllBytes());
        }
    }
}
