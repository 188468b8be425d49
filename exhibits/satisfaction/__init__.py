"""满意度: satisfaction of the yearly appraisal and the opinions written on its forms."""
