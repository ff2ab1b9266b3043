#pragma once

#include <jni.h>
#include <stdexcept>

/** The Java exception that a C++ exception becomes; NULL for what becomes a RuntimeException. Add a line for yours. */
static jthrowable java_exception(JNIEnv *env, const std::exception &thrown, jstring message) {
    const char *name = NULL;
    if (dynamic_cast<const std::out_of_range *>(&thrown) != NULL) {
        name = "java/lang/IndexOutOfBoundsException";
    } else if (dynamic_cast<const std::invalid_argument *>(&thrown) != NULL) {
        name = "java/lang/IllegalArgumentException";
    } else {
        return NULL;
    }
    const jclass type = env->FindClass(name);
    const jmethodID constructor = type == NULL ? NULL : env->GetMethodID(type, "<init>", "(Ljava/lang/String;)V");
    return constructor == NULL ? NULL : static_cast<jthrowable>(env->NewObject(type, constructor, message));
}

/*
 * JavaCPP makes one Java class of whatever a method throws. Its only hinge is this macro, what to call on the exception
 * for the message, in "str = JavaCPP_createStringFromBytes(env, e.<macro>);". We end that statement and return our
 * exception if we have one. Should a later JavaCPP say it in other words, this does not compile, rather than do
 * something else.
 */
#define GENERIC_EXCEPTION_TOSTRING                                                                                     \
    what());                                                                                                           \
    if (jthrowable known = java_exception(env, e, str)) {                                                              \
        return known;                                                                                                  \
    }                                                                                                                  \
    static_cast<void>(0
