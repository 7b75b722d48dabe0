# One fold for one method of R's package forecast, on one thread. Called by forecast_peers.py:
#   Rscript forecast_peers.R METHOD VALUES.csv LENGTH SEASONS HORIZON SECONDS
# VALUES.csv holds one value a line, in order; SEASONS are period lengths with commas. Prints the processor seconds of fitting and forecasting, then a
# line a step: mean, lower and upper end of the 80 % interval.
suppressPackageStartupMessages(library(forecast))
arguments <- commandArgs(trailingOnly = TRUE)
method <- arguments[1]
values <- scan(arguments[2], quiet = TRUE)
length_kept <- as.integer(arguments[3])
seasons <- as.numeric(strsplit(arguments[4], ",")[[1]])
horizon <- as.integer(arguments[5])
setTimeLimit(cpu = as.numeric(arguments[6]), transient = FALSE)
if (length_kept > 0) values <- tail(values, length_kept)
seasons <- seasons[2 * seasons < length(values)]
series <- msts(values, seasonal.periods = seasons)
positive <- all(values > 0)

forecast_with <- function(method) {
  if (method == "tbats") return(forecast(tbats(series, use.parallel = FALSE), h = horizon, level = 80))
  if (method == "stlf") return(stlf(series, h = horizon, level = 80, robust = TRUE, lambda = if (positive) 0 else NULL))
  pairs <- pmax(1, pmin(10, floor(seasons / 2) - (seasons %% 2 == 0)))
  fit <- auto.arima(series, seasonal = FALSE, xreg = fourier(series, K = pairs), lambda = if (positive) 0 else NULL, parallel = FALSE)
  forecast(fit, xreg = fourier(series, K = pairs, h = horizon), level = 80)
}

seconds <- function() sum(proc.time()[c("user.self", "sys.self")])
began <- seconds()
result <- forecast_with(method)
cat(seconds() - began, "\n")
write.table(cbind(as.numeric(result$mean), as.numeric(result$lower), as.numeric(result$upper)), col.names = FALSE, row.names = FALSE)
