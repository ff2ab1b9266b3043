package dev.kernelbridge.bench.bridge;

import jnr.ffi.Pointer;

/** The hundred functions of hundred.c, as JNR-FFI wants them. */
public interface HundredOfJnr {
    int hundred_10(int a);
    long hundred_11(long a, int b);
    double hundred_12(double a, double b);
    long hundred_13(String a);
    double hundred_14(double[] a, long b);
    void hundred_15(int[] a, int b);
    float hundred_16(float a, byte b, short c);
    String hundred_17();
    int hundred_18(Pointer a, String b, long c, double d);
    Pointer hundred_19(Pointer a);

    int hundred_20(int a);
    long hundred_21(long a, int b);
    double hundred_22(double a, double b);
    long hundred_23(String a);
    double hundred_24(double[] a, long b);
    void hundred_25(int[] a, int b);
    float hundred_26(float a, byte b, short c);
    String hundred_27();
    int hundred_28(Pointer a, String b, long c, double d);
    Pointer hundred_29(Pointer a);

    int hundred_30(int a);
    long hundred_31(long a, int b);
    double hundred_32(double a, double b);
    long hundred_33(String a);
    double hundred_34(double[] a, long b);
    void hundred_35(int[] a, int b);
    float hundred_36(float a, byte b, short c);
    String hundred_37();
    int hundred_38(Pointer a, String b, long c, double d);
    Pointer hundred_39(Pointer a);

    int hundred_40(int a);
    long hundred_41(long a, int b);
    double hundred_42(double a, double b);
    long hundred_43(String a);
    double hundred_44(double[] a, long b);
    void hundred_45(int[] a, int b);
    float hundred_46(float a, byte b, short c);
    String hundred_47();
    int hundred_48(Pointer a, String b, long c, double d);
    Pointer hundred_49(Pointer a);

    int hundred_50(int a);
    long hundred_51(long a, int b);
    double hundred_52(double a, double b);
    long hundred_53(String a);
    double hundred_54(double[] a, long b);
    void hundred_55(int[] a, int b);
    float hundred_56(float a, byte b, short c);
    String hundred_57();
    int hundred_58(Pointer a, String b, long c, double d);
    Pointer hundred_59(Pointer a);

    int hundred_60(int a);
    long hundred_61(long a, int b);
    double hundred_62(double a, double b);
    long hundred_63(String a);
    double hundred_64(double[] a, long b);
    void hundred_65(int[] a, int b);
    float hundred_66(float a, byte b, short c);
    String hundred_67();
    int hundred_68(Pointer a, String b, long c, double d);
    Pointer hundred_69(Pointer a);

    int hundred_70(int a);
    long hundred_71(long a, int b);
    double hundred_72(double a, double b);
    long hundred_73(String a);
    double hundred_74(double[] a, long b);
    void hundred_75(int[] a, int b);
    float hundred_76(float a, byte b, short c);
    String hundred_77();
    int hundred_78(Pointer a, String b, long c, double d);
    Pointer hundred_79(Pointer a);

    int hundred_80(int a);
    long hundred_81(long a, int b);
    double hundred_82(double a, double b);
    long hundred_83(String a);
    double hundred_84(double[] a, long b);
    void hundred_85(int[] a, int b);
    float hundred_86(float a, byte b, short c);
    String hundred_87();
    int hundred_88(Pointer a, String b, long c, double d);
    Pointer hundred_89(Pointer a);

    int hundred_90(int a);
    long hundred_91(long a, int b);
    double hundred_92(double a, double b);
    long hundred_93(String a);
    double hundred_94(double[] a, long b);
    void hundred_95(int[] a, int b);
    float hundred_96(float a, byte b, short c);
    String hundred_97();
    int hundred_98(Pointer a, String b, long c, double d);
    Pointer hundred_99(Pointer a);

    int hundred_100(int a);
    long hundred_101(long a, int b);
    double hundred_102(double a, double b);
    long hundred_103(String a);
    double hundred_104(double[] a, long b);
    void hundred_105(int[] a, int b);
    float hundred_106(float a, byte b, short c);
    String hundred_107();
    int hundred_108(Pointer a, String b, long c, double d);
    Pointer hundred_109(Pointer a);
}
