module "function" {
  source        = "./function"
  for_each      = { api = { memory = 512, variables = { STAGE = "prod", RETRIES = 3 } }, cron = { timeout = 900, architectures = ["arm64"] }, edge = { publish = true } }
  function_name = "app-${each.key}"
  settings      = each.value
  layers        = each.key == "api" ? [aws_lambda_layer_version.common.arn] : []
  triggers = each.key == "cron" ? {
    nightly = { service = "events", source_arn = "arn:aws:events:us-east-1:111122223333:rule/nightly" }
    } : each.key == "api" ? {
    gateway = { service = "apigateway", source_arn = "arn:aws:execute-api:us-east-1:111122223333:abc/*/*", account = "111122223333" }
    any     = { principal = "s3.amazonaws.com" }
  } : {}
}
resource "aws_lambda_layer_version" "common" {
  layer_name          = "common"
  filename            = "${path.module}/layer.zip"
  compatible_runtimes = ["python3.12", "python3.11"]
}
output "environments" { value = { for name, function in module.function : name => function.environment } }
