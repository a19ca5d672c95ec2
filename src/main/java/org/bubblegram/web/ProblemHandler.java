package org.bubblegram.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.bubblegram.access.ApiKeyNotFound;
import org.bubblegram.access.ApiKeyRevoked;
import org.bubblegram.access.LastAdminKey;
import org.bubblegram.dataset.DatasetExists;
import org.bubblegram.dataset.DatasetNotFound;
import org.bubblegram.dataset.FoldsImpossible;
import org.bubblegram.dataset.InvalidDataset;
import org.bubblegram.dataset.InvalidName;
import org.bubblegram.dataset.LabelReport.Finding;
import org.bubblegram.dataset.SourceNotAllowed;
import org.bubblegram.dataset.SplitImpossible;
import org.bubblegram.histogram.InvalidBins;
import org.bubblegram.image.UnreadableImage;
import org.bubblegram.jobs.ComparisonFinished;
import org.bubblegram.jobs.ComparisonNotFound;
import org.bubblegram.jobs.EvaluationFinished;
import org.bubblegram.jobs.EvaluationNotFound;
import org.bubblegram.jobs.EvaluationNotSucceeded;
import org.bubblegram.jobs.JobFinished;
import org.bubblegram.jobs.JobNotFound;
import org.bubblegram.jobs.JobPausing;
import org.bubblegram.network.UnknownBackbone;
import org.bubblegram.prediction.DeadlineExceeded;
import org.bubblegram.prediction.PredictorBusy;
import org.bubblegram.prediction.TryLater;
import org.bubblegram.prediction.UnreadablePhotographs;
import org.bubblegram.prediction.UnusableModel;
import org.bubblegram.registry.FileDamaged;
import org.bubblegram.registry.InvalidArchive;
import org.bubblegram.registry.InvalidReference;
import org.bubblegram.registry.ModelNotFound;
import org.bubblegram.registry.NotReproduced;
import org.bubblegram.registry.VersionInUse;
import org.bubblegram.storage.CreationKeyReused;
import org.bubblegram.storage.OncePerOutage;
import org.bubblegram.training.SpecImpossible;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;

/** Turns errors into HTTP. What it does not know is a bug: answered without its insides, and logged. */
@RestControllerAdvice
final class ProblemHandler extends ResponseEntityExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

    private record Answer(HttpStatus status, String code) {}

    /** One thing that is wrong with a request. */
    record Flaw(String field, @Nullable String code, String message) {}

    private static final Map<Class<? extends Exception>, Answer> ANSWERS = Map.ofEntries(
            Map.entry(InvalidRequest.class, new Answer(HttpStatus.BAD_REQUEST, "invalid_request")),
            Map.entry(RequestRejectedException.class, new Answer(HttpStatus.BAD_REQUEST, "invalid_request")),
            Map.entry(InvalidParameterException.class, new Answer(HttpStatus.BAD_REQUEST, "invalid_request")),
            Map.entry(MalformedJson.class, new Answer(HttpStatus.BAD_REQUEST, "malformed_json")),
            Map.entry(MultipartException.class, new Answer(HttpStatus.BAD_REQUEST, "malformed_multipart")),
            Map.entry(InvalidReference.class, new Answer(HttpStatus.BAD_REQUEST, "invalid_reference")),
            Map.entry(InvalidBins.class, new Answer(HttpStatus.BAD_REQUEST, "invalid_bins")),
            Map.entry(InvalidName.class, new Answer(HttpStatus.BAD_REQUEST, "invalid_name")),
            Map.entry(UnknownBackbone.class, new Answer(HttpStatus.BAD_REQUEST, "unknown_backbone")),
            Map.entry(Unauthenticated.class, new Answer(HttpStatus.UNAUTHORIZED, "unauthenticated")),
            Map.entry(Forbidden.class, new Answer(HttpStatus.FORBIDDEN, "forbidden")),
            Map.entry(CsrfTokenInvalid.class, new Answer(HttpStatus.FORBIDDEN, "csrf_token_invalid")),
            Map.entry(SourceNotAllowed.class, new Answer(HttpStatus.FORBIDDEN, "source_not_allowed")),
            Map.entry(OriginNotAllowed.class, new Answer(HttpStatus.FORBIDDEN, "origin_not_allowed")),
            Map.entry(HostNotAllowed.class, new Answer(HttpStatus.FORBIDDEN, "host_not_allowed")),
            Map.entry(ApiKeyNotFound.class, new Answer(HttpStatus.NOT_FOUND, "api_key_not_found")),
            Map.entry(DatasetNotFound.class, new Answer(HttpStatus.NOT_FOUND, "dataset_not_found")),
            Map.entry(SampleNotFound.class, new Answer(HttpStatus.NOT_FOUND, "sample_not_found")),
            Map.entry(LossNotFound.class, new Answer(HttpStatus.NOT_FOUND, "loss_not_found")),
            Map.entry(NotServedHere.class, new Answer(HttpStatus.NOT_FOUND, "not_served_here")),
            Map.entry(JobNotFound.class, new Answer(HttpStatus.NOT_FOUND, "job_not_found")),
            Map.entry(ComparisonNotFound.class, new Answer(HttpStatus.NOT_FOUND, "loss_comparison_not_found")),
            Map.entry(EvaluationNotFound.class, new Answer(HttpStatus.NOT_FOUND, "evaluation_not_found")),
            Map.entry(ModelNotFound.class, new Answer(HttpStatus.NOT_FOUND, "model_not_found")),
            Map.entry(ApiKeyRevoked.class, new Answer(HttpStatus.CONFLICT, "api_key_revoked")),
            Map.entry(LastAdminKey.class, new Answer(HttpStatus.CONFLICT, "last_admin_key")),
            Map.entry(DatasetExists.class, new Answer(HttpStatus.CONFLICT, "dataset_exists")),
            Map.entry(VersionInUse.class, new Answer(HttpStatus.CONFLICT, "version_in_use")),
            Map.entry(JobFinished.class, new Answer(HttpStatus.CONFLICT, "job_finished")),
            Map.entry(JobPausing.class, new Answer(HttpStatus.CONFLICT, "job_pausing")),
            Map.entry(ComparisonFinished.class, new Answer(HttpStatus.CONFLICT, "loss_comparison_finished")),
            Map.entry(EvaluationFinished.class, new Answer(HttpStatus.CONFLICT, "evaluation_finished")),
            Map.entry(EvaluationNotSucceeded.class, new Answer(HttpStatus.CONFLICT, "evaluation_not_succeeded")),
            Map.entry(LengthRequired.class, new Answer(HttpStatus.LENGTH_REQUIRED, "length_required")),
            Map.entry(TooLarge.class, new Answer(HttpStatus.CONTENT_TOO_LARGE, "too_large")),
            Map.entry(SplitImpossible.class, new Answer(HttpStatus.UNPROCESSABLE_CONTENT, "split_impossible")),
            Map.entry(FoldsImpossible.class, new Answer(HttpStatus.UNPROCESSABLE_CONTENT, FoldsImpossible.CODE)),
            Map.entry(CreationKeyReused.class, new Answer(HttpStatus.UNPROCESSABLE_CONTENT, "idempotency_key_reused")),
            Map.entry(RateLimited.class, new Answer(HttpStatus.TOO_MANY_REQUESTS, "rate_limited")),
            Map.entry(IssuerUnavailable.class, new Answer(HttpStatus.SERVICE_UNAVAILABLE, "issuer_unavailable")),
            Map.entry(PredictorBusy.class, new Answer(HttpStatus.TOO_MANY_REQUESTS, "busy")),
            Map.entry(DeadlineExceeded.class, new Answer(HttpStatus.SERVICE_UNAVAILABLE, "deadline_exceeded")),
            Map.entry(StreamsBusy.class, new Answer(HttpStatus.TOO_MANY_REQUESTS, "busy")),
            Map.entry(NotReproduced.class, new Answer(HttpStatus.INTERNAL_SERVER_ERROR, "model_not_reproduced")),
            Map.entry(BodiesBusy.class, new Answer(HttpStatus.TOO_MANY_REQUESTS, "busy")),
            Map.entry(FileDamaged.class, new Answer(HttpStatus.INTERNAL_SERVER_ERROR, "model_file_damaged")),
            Map.entry(UnusableModel.class, new Answer(HttpStatus.INTERNAL_SERVER_ERROR, "model_unusable")));

    /** What a caller has to change, where an error is always about the same field. */
    private static final Map<Class<?>, String> FIELDS = Map.of(
            UnknownBackbone.class, NamedBackbone.FIELD, SplitImpossible.class, "split", FoldsImpossible.class, "folds");

    private final Map<Outage, OncePerOutage> outages = Stream.of(Outage.values())
            .collect(Collectors.toUnmodifiableMap(outage -> outage, outage -> new OncePerOutage()));

    @ExceptionHandler
    @Nullable
    ResponseEntity<ProblemDetail> handle(Exception thrown, HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        Exception e = thrown.getCause() instanceof FileDamaged damaged ? damaged : thrown;
        if (DisconnectedClientHelper.isClientDisconnectedException(e)) {
            LOG.debug("the caller has gone: {}", e.toString());
            return null;
        }
        if (response.isCommitted()) {
            LOG.warn("an answer broke off: {}", e.toString());
            throw e; // the container then closes the connection, so that the caller does not take it for whole
        }
        Outage outage = Outage.behind(e).orElse(null);
        if (outage != null) {
            tell(outage, request, e);
            HttpHeaders later = new HttpHeaders();
            later.set(HttpHeaders.RETRY_AFTER, Outage.RETRY_AFTER_SECONDS);
            return entity(
                    Problem.of(HttpStatus.SERVICE_UNAVAILABLE, outage.code(), outage.detail(), request),
                    later,
                    List.of());
        }
        Answer answer = answer(e);
        if (answer.status.is5xxServerError() && !(e instanceof TryLater)) { // those are counted, and come in crowds
            LOG.error("{} {}", request.getMethod(), request.getRequestURI(), e);
        }
        String detail = answer.code.equals("internal_error")
                ? "Something went wrong here, not in your request."
                : e.getMessage();
        ProblemDetail problem = Problem.of(answer.status, answer.code, detail, request);
        return entity(problem, headers(e), flaws(e));
    }

    /** Once: requests come in crowds. */
    private void tell(Outage outage, HttpServletRequest request, Exception e) {
        if (Objects.requireNonNull(outages.get(outage)).begins()) {
            LOG.warn(
                    "{}, from {} {} on: {}", outage.code(), request.getMethod(), request.getRequestURI(), e.toString());
        }
    }

    private static Answer answer(Exception e) {
        if (e instanceof InvalidDataset invalid) {
            return new Answer(
                    HttpStatus.UNPROCESSABLE_CONTENT, invalid.errors().get(0).code());
        }
        if (e instanceof SpecImpossible impossible) {
            return new Answer(HttpStatus.UNPROCESSABLE_CONTENT, impossible.code());
        }
        if (e instanceof InvalidArchive archive) {
            return new Answer(HttpStatus.UNPROCESSABLE_CONTENT, archive.reason().code());
        }
        if (e instanceof UnreadableImage image) {
            return answer(image);
        }
        if (e instanceof UnreadablePhotographs images) {
            return answer(images.first());
        }
        return ANSWERS.entrySet().stream()
                .filter(known -> known.getKey().isInstance(e))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(new Answer(HttpStatus.INTERNAL_SERVER_ERROR, "internal_error"));
    }

    private static Answer answer(UnreadableImage e) {
        HttpStatus status = switch (e.reason()) {
            case TOO_MANY_BYTES, TOO_MANY_PIXELS -> HttpStatus.CONTENT_TOO_LARGE;
            case EMPTY, DAMAGED, UNSUPPORTED_FORMAT -> HttpStatus.UNPROCESSABLE_CONTENT;
        };
        return new Answer(status, e.reason().code());
    }

    private static HttpHeaders headers(Exception e) {
        HttpHeaders headers = new HttpHeaders();
        if (e instanceof TryLater later) {
            headers.set(
                    HttpHeaders.RETRY_AFTER, String.valueOf(later.retryAfter().toSeconds()));
        }
        if (e instanceof Unauthenticated unknown) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, unknown.challenge());
        }
        if (e instanceof RateLimited limited) {
            headers.set(
                    HttpHeaders.RETRY_AFTER, String.valueOf(limited.retryAfter().toSeconds()));
        }
        if (e instanceof StreamsBusy || e instanceof IssuerUnavailable || e instanceof BodiesBusy) {
            headers.set(HttpHeaders.RETRY_AFTER, e instanceof BodiesBusy ? "1" : "30");
        }
        return headers;
    }

    private static List<Flaw> flaws(Exception e) {
        if (e instanceof InvalidRequest invalid) {
            return invalid.errors().stream()
                    .map(error -> new Flaw(error.field(), null, error.message()))
                    .toList();
        }
        if (e instanceof InvalidDataset invalid) {
            return invalid.errors().stream()
                    .map(finding -> new Flaw(place(finding), finding.code(), finding.message()))
                    .toList();
        }
        if (e instanceof UnreadablePhotographs images) {
            return flaws(images);
        }
        if (e instanceof SpecImpossible impossible) {
            return List.of(new Flaw(impossible.field(), impossible.code(), String.valueOf(impossible.getMessage())));
        }
        if (e instanceof InvalidArchive archive) {
            return List.of(new Flaw(archive.file(), archive.reason().code(), String.valueOf(archive.getMessage())));
        }
        String field = FIELDS.get(e.getClass());
        return field == null ? SpringFlaws.of(e) : List.of(new Flaw(field, null, String.valueOf(e.getMessage())));
    }

    private static List<Flaw> flaws(UnreadablePhotographs images) {
        return images.causes().entrySet().stream()
                .map(image -> new Flaw(
                        "image[" + image.getKey() + "]",
                        answer(image.getValue()).code,
                        String.valueOf(image.getValue().getMessage())))
                .toList();
    }

    private static String place(Finding finding) {
        String file = finding.file() == null ? "" : finding.file();
        return finding.line() == null ? file : file + ":" + finding.line();
    }

    private static ResponseEntity<ProblemDetail> entity(ProblemDetail problem, HttpHeaders headers, List<Flaw> flaws) {
        if (!flaws.isEmpty()) {
            problem.setProperty("errors", flaws);
        }
        return ResponseEntity.status(problem.getStatus())
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    /** Without a cause it is no failure: an encoding was asked for that nothing here writes. */
    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotWritable(
            HttpMessageNotWritableException e, HttpHeaders headers, HttpStatusCode status, WebRequest web) {
        return e.getCause() == null
                ? handleExceptionInternal(e, null, headers, HttpStatus.NOT_ACCEPTABLE, web)
                : super.handleHttpMessageNotWritable(e, headers, status, web);
    }

    /** Spring's own errors: unknown paths, wrong methods and media types, parameters that do not fit. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest web) {
        HttpServletRequest request = ((ServletWebRequest) web).getRequest();
        String code = Problem.code(status);
        if (status.is5xxServerError()) {
            LOG.error("{} {}", request.getMethod(), request.getRequestURI(), e);
        }
        ProblemDetail given = e instanceof ErrorResponse known ? known.getBody() : null;
        String detail = body instanceof ProblemDetail own ? own.getDetail() : given == null ? null : given.getDetail();
        ResponseEntity<ProblemDetail> answer =
                entity(Problem.of(status, code, detail, request), headers, SpringFlaws.of(e));
        return super.handleExceptionInternal(e, answer.getBody(), answer.getHeaders(), status, web);
    }
}
