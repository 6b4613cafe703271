resource "aws_cloudwatch_log_group" "build" {
  name              = "/aws/codebuild/${local.prefix}-release"
  retention_in_days = 365
  kms_key_id        = aws_kms_key.data.arn
}

resource "aws_iam_role" "build" {
  name = "${local.prefix}-release"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "codebuild.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = var.account_id } }
    }]
  })
}

resource "aws_iam_policy" "build" {
  name = "${local.prefix}-release"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Logs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:aws:logs:${var.region}:${var.account_id}:log-group:/aws/codebuild/${local.prefix}-release:*"
      },
      {
        Sid      = "Assets"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject"]
        Resource = "arn:aws:s3:::${local.prefix}-assets/*"
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "build" {
  role       = aws_iam_role.build.name
  policy_arn = aws_iam_policy.build.arn
}

resource "aws_codebuild_project" "release" {
  name           = "${local.prefix}-release"
  service_role   = aws_iam_role.build.arn
  encryption_key = aws_kms_key.data.arn

  source {
    type     = "CODECOMMIT"
    location = "https://git-codecommit.${var.region}.amazonaws.com/v1/repos/storefront"
  }

  artifacts {
    type = "NO_ARTIFACTS"
  }

  environment {
    compute_type = "BUILD_GENERAL1_SMALL"
    image        = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
    type         = "LINUX_CONTAINER"

    environment_variable {
      name  = "ASSETS_BUCKET"
      value = module.bucket["assets"].name
    }

    # The old registry knows no roles.
    environment_variable {
      name  = "AWS_ACCESS_KEY_ID"
      value = var.registry_access_key_id
    }

    environment_variable {
      name  = "AWS_SECRET_ACCESS_KEY"
      value = var.registry_secret_access_key
    }
  }

  logs_config {
    cloudwatch_logs {
      group_name = aws_cloudwatch_log_group.build.name
    }
  }
}
