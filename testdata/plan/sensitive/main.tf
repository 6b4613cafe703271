variable "password" {
  default   = "MARKER-variable"
  sensitive = true
}

resource "aws_db_instance" "d" {
  instance_class      = "db.t3.micro"
  engine              = "postgres"
  allocated_storage   = 20
  username            = "root"
  password            = "MARKER-schema"
  skip_final_snapshot = true
  tags                = { secret = var.password, plain = "shown" }
}

resource "aws_ssm_parameter" "p" {
  name  = "p"
  type  = "SecureString"
  value = "MARKER-parameter"
}

resource "aws_instance" "i" {
  ami           = "ami-12345678"
  instance_type = "t3.micro"
  user_data     = "export TOKEN=${var.password}"
}

resource "aws_lambda_function" "f" {
  function_name = "f"
  role          = "arn:aws:iam::123456789012:role/r"
  handler       = "x.y"
  runtime       = "python3.12"
  filename      = "main.tf"

  environment {
    variables = sensitive({ TOKEN = "MARKER-function" })
  }
}

resource "aws_secretsmanager_secret" "s" {
  name = var.password
}

resource "aws_secretsmanager_secret_version" "s" {
  secret_id     = aws_secretsmanager_secret.s.id
  secret_string = jsonencode({ key = "MARKER-encoded" })
}

resource "terraform_data" "t" {
  input = var.password
}

output "o" {
  value     = var.password
  sensitive = true
}
