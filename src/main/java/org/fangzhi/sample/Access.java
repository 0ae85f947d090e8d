package org.fangzhi.sample;

/**
 * A line of a sample site's access log.
 *
 * @param method the request's method
 * @param path path and query as asked for
 * @param status the status answered
 * @param conditional whether the request carried If-None-Match or If-Modified-Since
 */
public record Access(String method, String path, int status, boolean conditional) {}
